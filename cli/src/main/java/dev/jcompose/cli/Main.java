package dev.jcompose.cli;

import dev.jcompose.api.command.CommandRunner;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.project.ProjectSettings;
import dev.jcompose.cli.project.Surroundings;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The program: global options, then a verb with its own options. Every exit code is decided here or returned by a verb. */
public final class Main {
    private static final Map<String, String> WITHOUT_MEANING = Map.of(
            "--insecure-registry", "the daemon's list of registries without TLS counts (docs/images.md)",
            "--verbose", "the daemon's log says more (docs/operations.md)");

    private static final Map<String, String> OLD_NAMES =
            Map.of("--no-ansi", "--ansi never", "--workdir", "--project-directory");

    private static final Set<String> CONFIG = Set.of("config", "convert");
    private static final Map<String, String> COMPATIBILITY =
            Map.of("--compatibility", "a container has one name, with -, whoever asks for it");

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = StandardStream.of(FileDescriptor.out);
        PrintStream err = StandardStream.of(FileDescriptor.err);
        Path cwd = Path.of("").toAbsolutePath();
        int code;
        if (args.length == 1 && args[0].equals("training")) {
            code = Training.run(System.getenv(), cwd);
        } else if (args.length == 3 && args[0].equals(Manual.WORD)) {
            code = Manual.write(cwd.resolve(args[1]), args[2]);
        } else if (args.length == 3 && args[0].equals(Awake.WORD)) {
            Awake.run(Path.of(args[1]), Long.parseLong(args[2]));
            code = 0;
        } else {
            code = run(
                    List.of(args),
                    callersEnvironment(System.getenv()),
                    cwd,
                    System.in,
                    out,
                    err,
                    Terminal.fromLauncher());
        }
        out.flush();
        err.flush();
        // Virtual threads may still be reading from a terminal that will not answer.
        Runtime.getRuntime().halt(code);
    }

    /** The launcher sets LC_ALL for the JVM; stack files see what the caller had. */
    static Map<String, String> callersEnvironment(Map<String, String> env) {
        Map<String, String> callers = new HashMap<>(env);
        String before = callers.remove("JCOMPOSE_LC_ALL");
        if (before != null) {
            callers.put("LC_ALL", before);
        } else {
            callers.remove("LC_ALL");
        }
        return callers;
    }

    static int run(
            List<String> words,
            Map<String, String> variables,
            Path cwd,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal) {
        Positions positions = new Positions();
        try {
            Caller caller = Caller.of(words, variables);
            return run(caller.words(), caller.env(), cwd, in, out, err, terminal, positions);
        } catch (UsageException e) {
            err.println(e.getMessage());
            return e.code();
        } catch (EngineException e) {
            err.println(positions.place(String.valueOf(e.getMessage())));
            return 1;
        } catch (CommandRunner.NeedsOwnProcess e) {
            throw e;
        } catch (BorrowedGroup.Wanted again) {
            return runAgain(again, words, err);
        } catch (Exception e) {
            err.println("jcompose failed in a way that it should not have:");
            e.printStackTrace(err);
            return 1;
        }
    }

    private static int run(
            List<String> args,
            Map<String, String> env,
            Path cwd,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            Positions positions)
            throws Exception {
        if (!args.isEmpty() && args.getFirst().equals(NamesAtHand.VERB)) {
            NamesAtHand.complete(args.subList(1, args.size()), env, cwd).forEach(out::println);
            return 0;
        }
        Options options = new Options(true);
        Globals.declare(options);
        Arguments given = Arguments.parse(options.spec(), args);
        List<String> words = given.words();
        if (given.flag("--version")) {
            words = List.of("version");
        }
        if (words.isEmpty() || words.equals(List.of("help"))) {
            Help.program(options, out);
            return 0;
        }
        Invocation called = new Invocation(Globals.of(given, env), words, env, cwd, in, out, err, terminal, positions);
        Map<String, String> all = Surroundings.environment(ProjectSettings.of(called));
        Invocation at = new Invocation(Globals.of(given, all), words, all, cwd, in, out, err, terminal, positions);
        positions.of(at.globals());
        at.ansi();
        at.tellWithoutMeaning(given, WITHOUT_MEANING);
        at.tellOldNames(given, OLD_NAMES);
        if (!CONFIG.contains(words.getFirst())) {
            at.tellWithoutMeaning(given, COMPATIBILITY);
        }
        return verb(at, given.flag("--help"));
    }

    private static int runAgain(BorrowedGroup.Wanted again, List<String> args, PrintStream err) {
        try {
            return again.run(args);
        } catch (IOException e) {
            err.println("The command could not be run again by sudo: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int verb(Invocation at, boolean help) throws Exception {
        List<String> words = at.words();
        boolean helpVerb = words.getFirst().equals("help");
        String name = helpVerb ? words.get(1) : words.getFirst();
        @Nullable Supplier<Verb> known = Verbs.BY_NAME.get(name);
        if (known == null) {
            String hint = Nearest.hint(name, Verbs.BY_NAME.keySet());
            throw UsageException.notUnderstood("unknown command: \"" + name + "\"" + (hint.isEmpty() ? "." : hint)
                    + " `jcompose help` lists the commands.");
        }
        Verb verb = known.get();
        Options options = new Options(verb.takesCommand());
        verb.options(options);
        options.hidden(common ->
                common.flag("--help", "Show this help").flag("--dry-run", "Print the plan instead of carrying it out"));
        Arguments given = Arguments.parse(options.spec(), words.subList(1, words.size()), flag -> {
            Options program = new Options(true);
            Globals.declare(program);
            return MisplacedFlag.hint(program.spec(), flag, words);
        });
        if (help || helpVerb || given.flag("--help")) {
            Help.verb(name, verb, options, at.out());
            return 0;
        }
        boolean dryRun = at.globals().dryRun() || given.flag("--dry-run");
        return verb.run(given, dryRun ? at.dry() : at);
    }
}
