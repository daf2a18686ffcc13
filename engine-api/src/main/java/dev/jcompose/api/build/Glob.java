package dev.jcompose.api.build;

import java.util.regex.Pattern;

/** Patterns of file names as regular expressions. */
public final class Glob {
    private Glob() {}

    /** A shell's pattern over any text: {@code *} and {@code ?} match slashes too. */
    public static String regex(String glob) {
        return translate(glob, ".*", ".", false);
    }

    /** A pattern of one path, as COPY has them: {@code *} and {@code ?} stop at a slash. */
    public static Pattern path(String glob) {
        return Pattern.compile(translate(glob, "[^/]*", "[^/]", false), Pattern.DOTALL);
    }

    /** A line of .dockerignore: besides, {@code **} matches any number of folders. */
    static Pattern ignore(String glob) {
        return Pattern.compile(translate(glob, "[^/]*", "[^/]", true), Pattern.DOTALL);
    }

    public static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private static String translate(String glob, String star, String any, boolean deep) {
        var out = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && deep && glob.startsWith("**", i)) {
                boolean folders = glob.startsWith("**/", i);
                out.append(folders ? "(?:.*/)?" : ".*");
                i += folders ? 2 : 1;
            } else if (c == '*') {
                out.append(star);
            } else if (c == '?') {
                out.append(any);
            } else if (c == '[' && glob.indexOf(']', i + 1) > 0) {
                int end = glob.indexOf(']', i + 1);
                String inner = glob.substring(i + 1, end).replace("\\", "\\\\");
                out.append('[').append(inner.replaceFirst("^!", "^")).append(']');
                i = end;
            } else if (c == '\\' && i + 1 < glob.length()) {
                out.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return out.toString();
    }
}
