package dev.jcompose.cli;

import java.io.PrintStream;

/** What {@code help} prints. */
final class Help {
    private Help() {}

    static void program(Options globals, PrintStream out) {
        out.println("Usage:  jcompose [OPTIONS] COMMAND");
        out.println();
        out.println("Runs stack files on an engine of its own");
        out.println();
        out.println("Options:");
        globals.help().forEach(out::println);
        out.println();
        out.println("Commands:");
        Verbs.BY_NAME.forEach((name, verb) ->
                out.println("  %-11s %s".formatted(name, verb.get().summary())));
        out.println();
        out.println("Run 'jcompose COMMAND --help' for more information on a command.");
    }

    static void verb(String name, Verb verb, Options options, PrintStream out) {
        out.println("Usage:  jcompose " + name + (verb.usage().isEmpty() ? "" : " " + verb.usage()));
        out.println();
        out.println(verb.summary());
        if (!options.help().isEmpty()) {
            out.println();
            out.println("Options:");
            options.help().forEach(out::println);
        }
    }
}
