package dev.jcompose.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that stand before the verb.
 *
 * @param ansi {@code never}, {@code always} or {@code auto}
 * @param progress {@code auto}, {@code tty}, {@code plain}, {@code json} or {@code quiet}; empty where not given
 * @param parallel how many steps of a plan may change something at a time; less than 1 for no limit
 * @param host where the daemon listens, as {@code unix://PATH}; null for the default. Never taken from DOCKER_HOST, which may
 *     name a real Docker.
 */
public record Globals(
        List<String> files,
        @Nullable String projectName,
        @Nullable String projectDirectory,
        List<String> envFiles,
        List<String> profiles,
        boolean allResources,
        boolean compatibility,
        String ansi,
        String progress,
        int parallel,
        boolean dryRun,
        @Nullable String host) {

    private static final List<String> PROGRESS = List.of("", "auto", "tty", "plain", "json", "quiet");

    static void declare(Options options) {
        options.flag("--all-resources", "Include all resources, even those not used by services")
                .text("--ansi", "string", "Control when to print ANSI control characters (never|always|auto)")
                .takes("never", "always", "auto")
                .flag("--compatibility", "Run in backward compatibility mode")
                .flag("--dry-run", "Print the plan instead of carrying it out")
                .list("--env-file", "stringArray", "Specify an alternate environment file")
                .takes(Values.Known.FILES)
                .list("-f,--file", "stringArray", "Compose configuration files")
                .takes(Values.Known.FILES)
                .text("-H,--host", "string", "Socket of the daemon, unix://PATH (JCOMPOSE_HOST)")
                .takes("unix://")
                .number("--parallel", "Control max parallelism, -1 for unlimited")
                .list("--profile", "stringArray", "Specify a profile to enable")
                .takes(Values.Known.PROFILES)
                .text("--progress", "string", "Set type of progress output (auto, tty, plain, json, quiet)")
                .takes("auto", "tty", "plain", "json", "quiet")
                .text(
                        "--project-directory",
                        "string",
                        "Specify an alternate working directory (default: the path of the first file)")
                .takes(Values.Known.FOLDERS)
                .text("-p,--project-name", "string", "Project name")
                .takes(Values.Known.PROJECTS)
                .flag("-h,--help", "Show this help")
                .flag("-v,--version", "Show the version")
                .hidden(hidden -> hidden.flag("--verbose", "Show more output")
                        .flag("--no-ansi", "Do not print ANSI control characters")
                        .list("--insecure-registry", "stringArray", "Use an insecure registry")
                        .text("--workdir", "string", "Deprecated: use --project-directory"));
    }

    Globals dry() {
        return new Globals(
                files,
                projectName,
                projectDirectory,
                envFiles,
                profiles,
                allResources,
                compatibility,
                ansi,
                progress,
                parallel,
                true,
                host);
    }

    private static int parallel(Arguments given, Map<String, String> env) {
        String variable = env.getOrDefault("COMPOSE_PARALLEL_LIMIT", "");
        if (given.has("--parallel") || variable.isEmpty()) {
            return given.number("--parallel", -1);
        }
        try {
            return Integer.parseInt(variable);
        } catch (NumberFormatException e) {
            throw new UsageException("COMPOSE_PARALLEL_LIMIT is \"" + variable
                    + "\": it takes a number of steps at once, or -1 for no limit");
        }
    }

    private static void oneOf(Arguments given, String old, String flag) {
        if (given.has(old) && given.has(flag)) {
            throw new UsageException("%s is the old name of %s: only one of them can be given".formatted(old, flag));
        }
    }

    static Globals of(Arguments given, Map<String, String> env) {
        String directory = given.text("--project-directory");
        String progress = given.text("--progress", env.getOrDefault("COMPOSE_PROGRESS", ""));
        if (!PROGRESS.contains(progress)) {
            throw new UsageException(
                    "--progress (or COMPOSE_PROGRESS) takes auto, tty, plain, json or quiet, not " + progress);
        }
        if (given.has("--parallel") && given.number("--parallel", -1) == 0) {
            throw new UsageException("--parallel takes a number of calls at once, or -1 for no limit");
        }
        oneOf(given, "--workdir", "--project-directory");
        oneOf(given, "--no-ansi", "--ansi");
        String host = given.text("--host");
        return new Globals(
                given.list("--file"),
                given.text("--project-name"),
                directory != null ? directory : given.text("--workdir"),
                given.list("--env-file"),
                given.list("--profile"),
                given.flag("--all-resources"),
                given.flag("--compatibility"),
                given.flag("--no-ansi") ? "never" : given.text("--ansi", env.getOrDefault("COMPOSE_ANSI", "auto")),
                progress,
                parallel(given, env),
                given.flag("--dry-run"),
                host != null ? host : env.get("JCOMPOSE_HOST"));
    }
}
