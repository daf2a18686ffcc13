package dev.jcompose.cli;

import java.nio.file.Files;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One daemon for the tests of verbs, with the stack that they type them at. Each test begins with the whole of it up. */
final class TickerStack implements ParameterResolver, BeforeEachCallback {
    static final String STACK = """
            name: verbs
            services:
              ticker:
                build: .
                image: verbs-busybox
                command: [sh, -c, "trap 'echo bye; exit 0' TERM; i=0; while :; do echo tick $$i; i=$$((i+1)); sleep 0.2 & wait $$!; done"]
                ports: ["127.0.0.1:18480-18489:80"]
                volumes: [kept:/kept]
                environment: {COLOUR: blue}
              cat:
                image: verbs-busybox
                pull_policy: never
                command: cat
                stdin_open: true
                tty: true
                stop_grace_period: 0s
                depends_on: [ticker]
              job:
                image: verbs-busybox
                pull_policy: never
                profiles: [jobs]
                depends_on: [ticker]
                command: [sh, -c, "echo working; exit 5"]
              deaf:
                image: verbs-busybox
                pull_policy: never
                profiles: [jobs]
                depends_on: [ticker]
                stop_grace_period: 1h
                command: [sh, -c, "trap : TERM; echo deaf; while :; do sleep 1000 & wait; done"]
              sick:
                image: verbs-busybox
                pull_policy: never
                profiles: [sick]
                stop_grace_period: 0s
                command: sleep 1000
                healthcheck: {test: [CMD, "false"], interval: 100ms, retries: 1}
            volumes: {kept: {}}
            """;

    private record Shared(Launched jcompose) implements AutoCloseable {
        static Shared start() {
            try {
                Launched jcompose = new Launched().busybox();
                jcompose.with(
                        "DOCKER_CONFIG",
                        jcompose.folder().resolve("docker-config").toString());
                Files.writeString(jcompose.folder().resolve("compose.yaml"), STACK);
                return new Shared(jcompose);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws java.io.IOException {
            try {
                jcompose.run("--profile", "*", "down", "-v", "--remove-orphans", "-t", "0");
                jcompose.remove();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Launched of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TickerStack.class))
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .jcompose();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        of(context).run("up", "-d", "--remove-orphans").ok();
    }

    /** For who runs a test again, which may have ended anywhere: a new stack, where the test has this one. */
    static void refresh(ExtensionContext context) throws Exception {
        if (context.getRequiredTestClass().isAnnotationPresent(WithTicker.class)) {
            of(context)
                    .run("--profile", "*", "down", "--remove-orphans", "-t", "0")
                    .ok();
            new TickerStack().beforeEach(context);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Launched.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }
}
