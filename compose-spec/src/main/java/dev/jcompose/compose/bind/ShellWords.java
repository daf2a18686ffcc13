package dev.jcompose.compose.bind;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line as words, as Compose splits it: quotes and backslashes as a shell's, nothing expanded, and the line
 * ends at an unquoted {@code ; & | < >}.
 */
final class ShellWords {
    private static final String ENDS = ";&|<>";

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean escaped;
    private boolean doubleQuoted;
    private boolean singleQuoted;
    private boolean backQuoted;
    private boolean substitution;

    private ShellWords() {}

    static List<String> split(String line) throws BindException {
        ShellWords words = new ShellWords();
        words.read(line);
        return words.words;
    }

    private void read(String line) throws BindException {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (escaped) {
                add(c == 't' ? '\t' : c == 'n' ? '\n' : c);
                escaped = false;
            } else if (c == '\\') {
                if (singleQuoted) {
                    word.append(c);
                } else {
                    escaped = true;
                }
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                space(c);
            } else if (ENDS.indexOf(c) >= 0 && !isQuoted()) {
                if (c == '>' && !word.isEmpty() && Character.digit(word.charAt(0), 10) >= 0) {
                    inWord = false; // the number of a redirected stream
                }
                break;
            } else {
                other(c);
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (escaped || isQuoted()) {
            throw invalid();
        }
    }

    private boolean isQuoted() {
        return singleQuoted || doubleQuoted || backQuoted || substitution;
    }

    private void space(char c) {
        if (isQuoted()) {
            word.append(c);
        } else if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void other(char c) throws BindException {
        switch (c) {
            case '`' -> {
                if (!singleQuoted && !doubleQuoted && !substitution) {
                    backQuoted = !backQuoted;
                }
                add(c);
            }
            case '(' -> open();
            case ')' -> close();
            case '"' -> {
                if (singleQuoted || substitution) {
                    add(c);
                } else {
                    inWord |= doubleQuoted;
                    doubleQuoted = !doubleQuoted;
                }
            }
            case '\'' -> {
                if (doubleQuoted || substitution) {
                    add(c);
                } else {
                    inWord |= singleQuoted;
                    singleQuoted = !singleQuoted;
                }
            }
            default -> add(c);
        }
    }

    private void open() throws BindException {
        if (singleQuoted || doubleQuoted || backQuoted) {
            add('(');
        } else if (!substitution && word.toString().endsWith("$")) {
            substitution = true;
            word.append('(');
        } else {
            throw invalid();
        }
    }

    private void close() throws BindException {
        if (!singleQuoted && !doubleQuoted && !backQuoted) {
            if (!substitution) {
                throw invalid();
            }
            substitution = false;
        }
        add(')');
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private static BindException invalid() {
        return new BindException(
                "invalid command line: a quote or bracket in it is not closed (write it as a list, [a, b])");
    }
}
