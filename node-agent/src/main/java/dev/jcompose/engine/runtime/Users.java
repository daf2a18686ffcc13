package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The users and groups of an image. {@code passwd} and {@code group} are the texts of those files inside the image's root,
 * empty where it has none.
 */
public record Users(String passwd, String group) {

    /**
     * Who the process is, and where at home.
     *
     * @param groups also the first one: a program that gives it up for another would else escape what is forbidden to the group
     */
    public record Identity(int uid, int gid, List<Integer> groups, String home) {}

    private record Account(String name, int uid, int gid, String home) {}

    private record Group(String name, int gid, List<String> members) {}

    /**
     * Finds {@code user}: empty, {@code name}, {@code uid}, each also with {@code :group}. A number needs no entry.
     * INVALID names the user or group that the image lacks.
     */
    public Identity find(String user, List<String> more) {
        String[] parts = user.split(":", 2);
        String who = parts[0].isEmpty() ? "0" : parts[0];
        Optional<Account> account = account(who);
        int uid = account.map(Account::uid).orElseGet(() -> number(who, "user", "user"));
        int gid = account.map(Account::gid).orElse(0);
        var groups = new TreeSet<Integer>();
        if (parts.length == 2 && !parts[1].isEmpty()) {
            gid = gid(parts[1], "user");
        } else {
            account.ifPresent(a -> groups(g -> g.members().contains(a.name())).forEach(g -> groups.add(g.gid())));
        }
        groups.add(gid);
        for (String extra : more) {
            groups.add(gid(extra, "group_add"));
        }
        String home = account.map(Account::home).filter(h -> !h.isEmpty()).orElse("/");
        return new Identity(uid, gid, List.copyOf(groups), home);
    }

    private int gid(String nameOrNumber, String key) {
        return groups(g -> g.name().equals(nameOrNumber)).stream()
                .findFirst()
                .map(Group::gid)
                .orElseGet(() -> number(nameOrNumber, "group", key));
    }

    private Optional<Account> account(String nameOrUid) {
        List<Account> accounts = new ArrayList<>();
        for (String line : passwd.lines().toList()) {
            String[] f = line.split(":", -1);
            if (f.length >= 6 && isNumber(f[2]) && isNumber(f[3])) {
                accounts.add(new Account(f[0], Integer.parseInt(f[2]), Integer.parseInt(f[3]), f[5]));
            }
        }
        return accounts.stream()
                .filter(a -> a.name().equals(nameOrUid))
                .findFirst()
                .or(() -> accounts.stream()
                        .filter(a -> Integer.toString(a.uid()).equals(nameOrUid))
                        .findFirst());
    }

    private List<Group> groups(Predicate<Group> wanted) {
        List<Group> groups = new ArrayList<>();
        for (String line : group.lines().toList()) {
            String[] f = line.split(":", -1);
            if (f.length >= 3 && isNumber(f[2])) {
                var one = new Group(f[0], Integer.parseInt(f[2]), f.length > 3 ? List.of(f[3].split(",")) : List.of());
                if (wanted.test(one)) {
                    groups.add(one);
                }
            }
        }
        return groups;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,9}");
    }

    /** @param key that says it in a stack file, where the file of the image cannot tell its number */
    private static int number(String text, String what, String key) {
        if (isNumber(text)) {
            return Integer.parseInt(text);
        }
        throw EngineException.invalid("unable to find %s %s: no matching entries in the image's %s file"
                        .formatted(what, text, what.equals("user") ? "passwd" : "group"))
                .about(key, key.equals("user") ? "" : text);
    }
}
