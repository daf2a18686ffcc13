package dev.jcompose.cli;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One daemon for all tests of the samples, so that what one has built another finds in the cache. Ends after the last of them. */
final class SampleDaemon implements ParameterResolver {
    static final String WEB_PORT = "18180";
    static final String PROXY_PORT = "18190";

    private record Shared(Launched jcompose) implements AutoCloseable {
        static Shared start() {
            try {
                return new Shared(
                        new Launched().with("WEB_PORTS", WEB_PORT + "-18189").with("PROXY_PORT", PROXY_PORT));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                jcompose.remove();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Launched.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SampleDaemon.class))
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .jcompose();
    }
}
