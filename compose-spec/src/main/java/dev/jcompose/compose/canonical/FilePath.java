package dev.jcompose.compose.canonical;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as text, cleaned and joined without looking at the file system. */
public final class FilePath {
    private FilePath() {}

    public static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }

    /** The shortest path that means the same; {@code .} for the empty one. */
    public static String clean(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        if (isClean(path)) {
            return path;
        }
        boolean absolute = isAbsolute(path);
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                parts.addLast(part);
            } else if (!parts.isEmpty() && !parts.peekLast().equals("..")) {
                parts.removeLast();
            } else if (!absolute) {
                parts.addLast(part);
            }
        }
        String joined = String.join("/", parts);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }

    /** Whether no part is empty or made of dots alone; a path that begins with {@code ..} may be clean and is not seen. */
    private static boolean isClean(String path) {
        int start = isAbsolute(path) ? 1 : 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            int length = end - start;
            if (length == 0 || (length <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.')) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    /** Both together, cleaned; empty parts are left out. */
    public static String join(String folder, String path) {
        if (folder.isEmpty()) {
            return path.isEmpty() ? "" : clean(path);
        }
        return clean(folder + "/" + path);
    }

    /** The path itself where it is absolute, else below the folder. */
    public static String resolve(String folder, String path) {
        return isAbsolute(path) ? path : join(folder, path);
    }

    /** The folder a path lies in. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return clean(path.substring(0, slash + 1));
    }

    /** The last part of a path. */
    public static String name(String path) {
        String clean = clean(path);
        return clean.substring(clean.lastIndexOf('/') + 1);
    }

    /** The way from a folder to a path, both absolute or both relative; the path itself where there is none. */
    public static String relative(String folder, String path) {
        String from = clean(folder);
        String to = clean(path);
        if (from.equals(to)) {
            return ".";
        }
        if (isAbsolute(from) != isAbsolute(to)) {
            return path;
        }
        String[] base = from.equals(".") || from.equals("/")
                ? new String[0]
                : from.replaceFirst("^/", "").split("/");
        String[] target = to.equals(".") || to.equals("/")
                ? new String[0]
                : to.replaceFirst("^/", "").split("/");
        int common = 0;
        while (common < Math.min(base.length, target.length) && base[common].equals(target[common])) {
            common++;
        }
        StringBuilder way = new StringBuilder();
        for (int i = common; i < base.length; i++) {
            if (base[i].equals("..")) {
                return path;
            }
            way.append(way.isEmpty() ? ".." : "/..");
        }
        for (int i = common; i < target.length; i++) {
            way.append(way.isEmpty() ? "" : "/").append(target[i]);
        }
        return way.toString();
    }
}
