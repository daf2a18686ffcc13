package dev.jcompose.cli;

import java.util.List;

/** What may stand in a place of the command line, for who completes it. */
public sealed interface Values {
    /** One of a closed list. */
    record OneOf(List<String> words) implements Values {}

    /** A service of the project, with what follows its name in the same word: {@code web=}, {@code web:}. */
    record Services(String suffix) implements Values {}

    /** What somebody else knows. */
    enum Known implements Values {
        PROFILES,
        PROJECTS,
        FILES,
        FOLDERS,
        /** Nothing that could be listed. */
        ANYTHING
    }

    /** A service alone. */
    Values SERVICE = new Services("");

    static Values oneOf(String... words) {
        return new OneOf(List.of(words));
    }
}
