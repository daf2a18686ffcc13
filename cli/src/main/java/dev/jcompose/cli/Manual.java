package dev.jcompose.cli;

import dev.jcompose.cli.manual.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;

/** The manual: {@code jcompose(1)}, and a page for each verb, of what they declare for parsing and help. */
final class Manual {
    /** The hidden word that has the pages written, for packaging: {@code manual FOLDER DATE}. */
    static final String WORD = "manual";

    /** Variables of the environment: name → what it is for, and the flag that it stands for, or empty. */
    private record Variable(String name, String flag, String text) {}

    private static final List<Variable> VARIABLES = List.of(
            new Variable("COMPOSE_ANSI", "--ansi", "Whether colours and moves of the cursor are printed."),
            new Variable("COMPOSE_DISABLE_ENV_FILE", "", "No .env is read."),
            new Variable("COMPOSE_ENV_FILES", "--env-file", "Files of variables, separated by commas."),
            new Variable("COMPOSE_EXPERIMENTAL_GIT_REMOTE", "", "false: no stack file is fetched from a repository."),
            new Variable("COMPOSE_EXPERIMENTAL_OCI_REMOTE", "", "false: no stack file is fetched from a registry."),
            new Variable("COMPOSE_FILE", "--file", "The stack files, separated by COMPOSE_PATH_SEPARATOR."),
            new Variable("COMPOSE_IGNORE_ORPHANS", "", "Nothing is said of orphans."),
            new Variable("COMPOSE_MENU", "--menu", "A line of keys below the logs; no leaves it out."),
            new Variable("COMPOSE_PARALLEL_LIMIT", "--parallel", "How many steps change something at a time."),
            new Variable("COMPOSE_PATH_SEPARATOR", "", "What separates the files of COMPOSE_FILE, by default a colon."),
            new Variable("COMPOSE_PROFILES", "--profile", "Profiles that are enabled, separated by commas."),
            new Variable("COMPOSE_PROGRESS", "--progress", "How steps are shown."),
            new Variable("COMPOSE_PROJECT_NAME", "--project-name", "The name of the project."),
            new Variable("COMPOSE_REMOVE_ORPHANS", "--remove-orphans", "Orphans are removed."),
            new Variable("COMPOSE_STATUS_STDOUT", "", "How steps go on is printed on standard output."),
            new Variable(
                    "DOCKER_CONFIG", "", "The folder of config.json, with logins of registries; by default ~/.docker."),
            new Variable("DOCKER_DEFAULT_PLATFORM", "", "The platform of builds, and of services that name none."),
            new Variable(
                    "JCOMPOSE_AWAKE",
                    "",
                    "Seconds without a command after which a user's own process, which answers short ones, ends; 0 for none."),
            new Variable("JCOMPOSE_DATA_ROOT", "--data-root", "The folder of the daemon's data."),
            new Variable("JCOMPOSE_HOST", "--host", "The socket of the daemon, as unix://PATH."),
            new Variable("JCOMPOSE_PREFIX", "", "The folder that the daemon's copy of a build is installed in."),
            new Variable("JCOMPOSE_RUN_ROOT", "--run-root", "The folder of the daemon's socket."),
            new Variable(
                    "XDG_RUNTIME_DIR", "", "The user's folder, which a login gives, for the socket of that process."),
            new Variable("NO_COLOR", "", "No colours are printed, unless by --ansi always."));

    private static final List<Map.Entry<String, String>> READ = List.of(
            Map.entry(
                    "compose.yaml, compose.yml, docker-compose.yaml, docker-compose.yml",
                    "The stack file, in this folder or the nearest above it; compose.override.yaml beside it is merged into it."),
            Map.entry(".env", "Variables for the stack file, beside it."),
            Map.entry(
                    "~/.docker/config.json",
                    "Logins of registries, credential helpers and proxies, shared with Docker's clients."),
            Map.entry("/run/jcompose/docker.sock", "The socket of the daemon."),
            Map.entry("/var/lib/jcompose", "Images, containers, volumes and what the daemon keeps of stacks."),
            Map.entry("/etc/jcompose", "Registries, and the environment of the daemon."),
            Map.entry("/usr/lib/jcompose", "The build that the daemon runs."));

    private static final Map<String, String> EXIT_CODES = Map.of(
            "0", "What was asked for is done.",
            "1", "It was refused or has failed; standard error says where, what, and what would work.",
            "16", "The command line cannot be read: an unknown command or flag, or a value that is none of its flag.");

    private final String date;

    private Manual(String date) {
        this.date = date;
    }

    /**
     * Writes the pages.
     *
     * @param folder is made
     * @param date of the pages, {@code 2026-01-31}
     * @return the exit code
     */
    static int write(Path folder, String date) throws IOException {
        Files.createDirectories(folder);
        Manual manual = new Manual(date);
        Files.writeString(folder.resolve("jcompose.1"), manual.program().toString());
        for (String name : Verbs.BY_NAME.keySet()) {
            Files.writeString(
                    folder.resolve("jcompose-" + name + ".1"), manual.verb(name).toString());
        }
        return 0;
    }

    private Page page(String name) {
        return new Page(name, date, Version.current()).section("NAME");
    }

    private Page program() {
        Options globals = new Options(true);
        Globals.declare(globals);
        Page page = page("jcompose")
                .name("jcompose", "run stack files of Docker Compose on an engine of its own")
                .section("SYNOPSIS")
                .bold("jcompose [OPTIONS] COMMAND")
                .section("DESCRIPTION")
                .paragraph(
                        "jcompose reads the stack file of the folder, or those that are named, and has its daemon bring up"
                                + " what they say. The commands and their options are those of Docker Compose. The daemon is started,"
                                + " by sudo where need be, when the first command wants it.")
                .section("OPTIONS");
        options(page, globals);
        page.section("COMMANDS");
        Verbs.BY_NAME.forEach((name, verb) ->
                page.item(new Page.Link("jcompose-" + name), sentence(verb.get().summary())));
        page.section("EXIT STATUS");
        exitCodes(page, Map.of());
        page.section("ENVIRONMENT");
        VARIABLES.forEach(variable -> page.item(variable.name, stands(variable)));
        page.section("FILES");
        READ.forEach(file -> page.item(file.getKey(), file.getValue()));
        return page;
    }

    private Page verb(String name) {
        Verb verb = Objects.requireNonNull(Verbs.BY_NAME.get(name), name).get();
        Options options = new Options(verb.takesCommand());
        verb.options(options);
        Page page = page("jcompose-" + name)
                .name("jcompose-" + name, lowered(verb.summary()))
                .section("SYNOPSIS")
                .bold(("jcompose " + name + " "
                                + verb.usage().lines().findFirst().orElse(""))
                        .strip())
                .section("DESCRIPTION")
                .paragraph(sentence(verb.summary()))
                .section("OPTIONS");
        options.flag("--dry-run", "Print the plan instead of carrying it out").flag("--help", "Show the options");
        options(page, options);
        page.section("EXIT STATUS");
        exitCodes(page, verb.exitCodes());
        page.section("ENVIRONMENT");
        VARIABLES.stream()
                .filter(variable -> options.spec().findOption(variable.flag) != null)
                .forEach(variable -> page.item(variable.name, stands(variable)));
        return page.paragraph(new Page.Link("jcompose"), "has those of every command.")
                .section("FILES")
                .item(READ.getFirst().getKey(), READ.getFirst().getValue())
                .section("SEE ALSO")
                .link(new Page.Link("jcompose"));
    }

    private static String stands(Variable variable) {
        return variable.text + (variable.flag.isEmpty() ? "" : " Stands for " + variable.flag + ".");
    }

    private static void options(Page page, Options options) {
        for (OptionSpec option : options.spec().options()) {
            if (!option.hidden()) {
                List<String> names = new ArrayList<>(List.of(option.names()));
                names.sort((a, b) -> Integer.compare(a.length(), b.length()));
                String kind = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                page.item(String.join(", ", names) + kind, sentence(option.description()[0]));
            }
        }
    }

    private static void exitCodes(Page page, Map<String, String> own) {
        Map<String, String> codes =
                new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(code -> code));
        codes.putAll(EXIT_CODES);
        codes.putAll(own);
        codes.forEach(page::item);
    }

    private static String sentence(String words) {
        return words.isEmpty() || words.matches(".*[.!?)]") ? words : words + ".";
    }

    private static String lowered(String words) {
        return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }
}
