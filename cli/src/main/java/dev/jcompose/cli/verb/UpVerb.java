package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Foreground;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Readiness;
import dev.jcompose.cli.SavedPlan;
import dev.jcompose.cli.Selection;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Values;
import dev.jcompose.cli.Variables;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.watch.Watcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code up}: has the daemon apply the stack, and in the foreground stays with its logs. */
public final class UpVerb implements Verb {
    /** What a saved plan has decided. */
    private static final List<String> OF_THE_PLAN = List.of(
            "--build",
            "--no-build",
            "--pull",
            "--force-recreate",
            "--no-recreate",
            "--always-recreate-deps",
            "--no-deps",
            "--no-start",
            "--renew-anon-volumes",
            "--remove-orphans",
            "--scale",
            "--timeout");

    @Override
    public String summary() {
        return "Create and start containers";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of(
                "any other",
                "With --exit-code-from, --abort-on-container-exit or --abort-on-container-failure that of the container.");
    }

    @Override
    public void options(Options options) {
        options.flag(
                        "--abort-on-container-exit",
                        "Stops all containers if any container was stopped. Incompatible with -d")
                .flag(
                        "--abort-on-container-failure",
                        "Stops all containers if any container exited with failure. Incompatible with -d")
                .flag("--always-recreate-deps", "Recreate dependent containers. Incompatible with --no-recreate.")
                .list(
                        "--attach",
                        "stringArray",
                        "Restrict attaching to the specified services. Incompatible with --attach-dependencies.")
                .takes(Values.SERVICE)
                .flag("--attach-dependencies", "Automatically attach to log output of dependent services")
                .flag("-d,--detach", "Detached mode: Run containers in the background")
                .text(
                        "--exit-code-from",
                        "string",
                        "Return the exit code of the selected service container. Implies --abort-on-container-exit")
                .takes(Values.SERVICE)
                .list("--no-attach", "stringArray", "Do not attach (stream logs) to the specified services")
                .takes(Values.SERVICE)
                .flag("--no-color", "Produce monochrome output")
                .flag("--no-deps", "Don't start linked services")
                .flag("--no-log-prefix", "Don't print prefix in logs")
                .flag("--no-start", "Don't start the services after creating them")
                .flag(
                        "-V,--renew-anon-volumes",
                        "Recreate anonymous volumes instead of retrieving data from the previous containers")
                .number(
                        "-t,--timeout",
                        "Use this timeout in seconds for container shutdown when attached or when containers are already running")
                .flag("--timestamps", "Show timestamps")
                .flag("--wait", "Wait for services to be running|healthy. Implies detached mode.")
                .number("--wait-timeout", "Maximum duration in seconds to wait for the project to be running|healthy")
                .flag("--quiet-build", "Suppress the build output")
                .flag(
                        "--menu",
                        "Enable interactive shortcuts when running attached. Incompatible with --detach. (COMPOSE_MENU)")
                .flag("-w,--watch", "Watch source code and rebuild/refresh containers when files are updated");
        options.text("--plan", "file", "Apply the plan that plan --out saved, and nothing else")
                .takes(Values.Known.FILES);
        ApplyFlags.declare(options);
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        boolean detach = given.flag("--detach") || given.flag("--wait") || given.flag("--no-start");
        boolean abort = given.flag("--abort-on-container-exit")
                || given.flag("--abort-on-container-failure")
                || given.has("--exit-code-from");
        boolean watch = given.flag("--watch");
        boolean chosen = given.has("--attach") || given.flag("--attach-dependencies");
        if (detach && (abort || watch || chosen)) {
            throw new UsageException(
                    "--abort-on-container-exit, --abort-on-container-failure, --exit-code-from, --attach,"
                            + " --attach-dependencies and --watch need the foreground: they go with neither -d, --wait nor --no-start");
        }
        given.apart("--attach", "--attach-dependencies");
        given.apart("--abort-on-container-failure", "--abort-on-container-exit");
        given.apart("--no-build", "--watch");
        if (given.flag("--menu") && detach) {
            throw new UsageException("--menu needs the foreground: it goes with neither -d, --wait nor --no-start");
        }
        if (given.has("--plan")) {
            if (watch) {
                throw new UsageException("--watch builds anew what a saved plan fixes: leave out one of the two");
            }
            return applySaved(given, at, detach);
        }
        ApplyOptions options = ApplyFlags.of(given, at);
        Project project = Project.loadToStart(at, given.words(), given.flag("--yes"));
        Stack stack = Stack.of(project, at);
        Application application = Application.agreed(project, stack, given.words(), options);
        if (at.globals().dryRun()) {
            PlanVerb.print(application.plan(), "text", at);
            return 0;
        }
        if (detach) {
            return stack.carryOut("apply", application.ready(), ApplyFlags.quiet(given));
        }
        Foreground foreground = new Foreground(stack, project, given, menu(given, at, project.variables()));
        if (!watch) {
            return foreground.up(application.ready(), null);
        }
        List<String> services = Selection.of(project, given.words(), !given.flag("--no-deps"));
        try (Watcher watcher =
                Watcher.open(project, services, warning -> at.err().println("warning: " + warning))) {
            return foreground.up(application.ready(), watcher);
        }
    }

    /** Unless the flag or COMPOSE_MENU say otherwise; keys need a terminal to be pressed and shown at. */
    private static boolean menu(Arguments given, Invocation at, Map<String, String> variables) {
        boolean terminal = at.terminal().in() && at.terminal().out();
        if (given.flag("--menu") && !terminal) {
            at.err().println("warning: --menu needs a terminal: there are no keys to press");
        }
        boolean wanted = given.has("--menu")
                ? given.flag("--menu")
                : !variables.containsKey("COMPOSE_MENU") || Variables.isOn(variables, "COMPOSE_MENU");
        return wanted && terminal;
    }

    /** The stack as it was when the plan was saved, whatever its files say now. */
    private static int applySaved(Arguments given, Invocation at, boolean detach) throws Exception {
        for (String flag : OF_THE_PLAN) {
            if (given.has(flag)) {
                throw new UsageException(flag + " belongs to the plan: give it to plan --out");
            }
        }
        if (!given.words().isEmpty()) {
            throw new UsageException("--plan takes no services: they are in the plan");
        }
        Path file = at.cwd().resolve(given.text("--plan", ""));
        SavedPlan saved = SavedPlan.read(file);
        Stack stack = Stack.of(saved.plan().stack(), at);
        Application application = new Application(saved, stack);
        List<String> moved = saved.moved(application.plan());
        if (!moved.isEmpty()) {
            at.err().println("The world has moved since " + file + " was written; nothing was done:");
            moved.forEach(step -> at.err().println("  " + step));
            return 1;
        }
        if (at.globals().dryRun()) {
            PlanVerb.print(saved.plan(), "text", at);
            return 0;
        }
        if (!detach) {
            return new Foreground(stack, application.project(), given, menu(given, at, at.env()))
                    .up(application.ready(), null);
        }
        int code = stack.carryOut("apply", application.ready());
        if (code != 0 || !given.flag("--wait")) {
            return code;
        }
        ApplyOptions options = saved.request().options();
        List<String> services =
                Selection.of(application.project(), saved.request().services(), !options.noDeps());
        return Readiness.await(stack, services, ApplyFlags.seconds(given, "--wait-timeout"));
    }
}
