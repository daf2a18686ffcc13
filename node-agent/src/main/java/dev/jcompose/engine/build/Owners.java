package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Users and groups by the image's own passwd and group files, or by number. */
record Owners(List<String[]> users, List<String[]> groups) {
    private static final int LARGEST_FILE = 1 << 20;

    record Owner(int uid, int gid) {}

    static Owners in(Dir root) throws IOException {
        return new Owners(table(root, "etc/passwd", 4), table(root, "etc/group", 3));
    }

    private static List<String[]> table(Dir root, String path, int fields) throws IOException {
        return text(root, path)
                .lines()
                .map(l -> l.split(":", -1))
                .filter(f -> f.length >= fields)
                .toList();
    }

    /** A small file of the image; empty where it has none. */
    static String text(Dir root, String path) throws IOException {
        try (var in = root.read(path).input()) {
            return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.UTF_8);
        } catch (LinuxException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
                return "";
            }
            throw e;
        }
    }

    /** {@code user[:group]}; the group is the user's own where not given, and that of a bare number is the same number. */
    Owner find(String text) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        Optional<String[]> entry = entry(users, user);
        int uid = entry.map(e -> Integer.parseInt(e[2])).orElseGet(() -> number(user, "user", "/etc/passwd"));
        int gid = group.isEmpty() ? entry.map(e -> Integer.parseInt(e[3])).orElse(uid) : gid(group);
        return new Owner(uid, gid);
    }

    private int gid(String group) {
        return entry(groups, group)
                .map(e -> Integer.parseInt(e[2]))
                .orElseGet(() -> number(group, "group", "/etc/group"));
    }

    private static Optional<String[]> entry(List<String[]> table, String name) {
        return table.stream().filter(f -> f[0].equals(name)).findFirst();
    }

    private static int number(String text, String kind, String file) {
        if (!text.matches("\\d{1,9}")) {
            throw EngineException.invalid(
                    "unable to find " + kind + " " + text + ": no matching entry in " + file + " of the image");
        }
        return Integer.parseInt(text);
    }
}
