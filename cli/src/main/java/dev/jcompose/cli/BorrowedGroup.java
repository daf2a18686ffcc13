package dev.jcompose.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Lends a caller who may use sudo the group of the daemon's socket, for one command: it runs again as the same user, with the
 * same files, folder and environment, and that group besides.
 */
final class BorrowedGroup {
    private static final String MARK = "JCOMPOSE_BORROWED";
    private static final String ROOTS_OWN = "0";

    /** What sudo adds to the environment, and the launcher for the JVM: the stack file is to see neither. */
    private static final List<String> ADDED =
            List.of("SUDO_COMMAND", "SUDO_GID", "SUDO_HOME", "SUDO_UID", "SUDO_USER", "JCOMPOSE_LC_ALL");

    /** What sudo sets anew, and the launcher for the JVM. */
    private static final List<String> CHANGED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "MAIL", "TERM", "LC_ALL");

    /** Thrown where the command is to run again with the group. */
    static final class Wanted extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<String> command;

        Wanted(List<String> command) {
            super("the socket's group is wanted", null, false, false);
            this.command = command;
        }

        /** Runs the program again with these arguments; its exit code. */
        int run(List<String> args) throws IOException, InterruptedException {
            List<String> whole = new ArrayList<>(command);
            whole.addAll(args);
            Process process = new ProcessBuilder(whole).inheritIO().start();
            // The terminal gives its signals to both; the other one answers them.
            Signals.on("INT", () -> {});
            Signals.on("TERM", process::destroy);
            return process.waitFor();
        }
    }

    private BorrowedGroup() {}

    /** Throws {@link Wanted} where the caller may have the group; otherwise returns. */
    static void ask(Invocation at, Path socket) {
        Path home = Version.home();
        // A stack file from standard input is read by now, and would not be there again.
        if (home == null || at.env().containsKey(MARK) || at.globals().files().contains("-")) {
            return;
        }
        WarmCommands.needOwnProcess();
        try {
            String group = Files.getAttribute(socket, "unix:gid").toString();
            String status = Files.readString(Path.of("/proc/self/status"));
            if (!group.equals(ROOTS_OWN) && maySudo(at, socket, status)) {
                String keep = keepAll(at.env(), version());
                throw new Wanted(command(at.env(), keep, home.resolve("bin/jcompose"), group, status));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // No sudo, or no /proc: nothing to borrow with, and the caller says what else would help.
            return;
        }
    }

    private static boolean maySudo(Invocation at, Path socket, String status) throws IOException, InterruptedException {
        boolean silent = run(new ProcessBuilder("sudo", "-n", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        if (!silent && !at.terminal().in()) {
            return false;
        }
        Path folder = Path.of(at.env().getOrDefault("XDG_RUNTIME_DIR", "/tmp"));
        // Whoever is asked for a password is to know what for.
        if (isFirst(folder, numbers(status, "Uid:").getFirst()) || !silent) {
            String group = Files.readAttributes(socket, PosixFileAttributes.class)
                    .group()
                    .getName();
            at.err()
                    .println("jcompose: sudo, to reach " + socket + ", whose group you are not in. Not needed any more"
                            + " after `sudo usermod -aG " + group + " \"$USER\"` and a new login.");
        }
        return silent || run(new ProcessBuilder("sudo", "true").inheritIO());
    }

    private static boolean run(ProcessBuilder command) throws IOException, InterruptedException {
        return command.start().waitFor() == 0;
    }

    /** Whether this user has not been told yet, as a file in a folder that ends with the login, or the host's uptime, knows. */
    static boolean isFirst(Path folder, String user) {
        try {
            Files.createFile(folder.resolve("jcompose-told-of-sudo-" + user));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            return true; // better twice than never
        }
    }

    private static String version() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sudo", "--version")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = process.inputReader()) {
            String text = out.readAllAsString();
            process.waitFor();
            return text;
        }
    }

    /**
     * The option by which sudo keeps the environment. The sudo in Rust, which Ubuntu has since 25.10, has none for all of it,
     * but one that names variables; the other sudo would write those with their values into the host's log.
     *
     * @param version what sudo says of itself
     */
    static String keepAll(Map<String, String> env, String version) {
        return version.startsWith("sudo-rs") ? "--preserve-env=" + String.join(",", new TreeSet<>(env.keySet())) : "-E";
    }

    /**
     * @param keep sudo's option from {@link #keepAll}
     * @param status the caller's /proc/self/status
     */
    static List<String> command(Map<String, String> env, String keep, Path launcher, String group, String status) {
        List<String> groups = new ArrayList<>(numbers(status, "Groups:"));
        groups.add(group);
        List<String> command = new ArrayList<>(List.of("sudo", keep, "setpriv"));
        command.addAll(List.of("--reuid", numbers(status, "Uid:").getFirst()));
        command.addAll(List.of("--regid", numbers(status, "Gid:").getFirst()));
        command.addAll(List.of("--groups", String.join(",", groups), "--inh-caps=-all", "env"));
        List<String> set = new ArrayList<>();
        ADDED.forEach(name -> command.addAll(List.of("-u", name)));
        for (String name : CHANGED) {
            String value = env.get(name);
            if (value == null) {
                command.addAll(List.of("-u", name));
            } else {
                set.add(name + "=" + value);
            }
        }
        command.addAll(set);
        command.add(MARK + "=yes");
        command.add(launcher.toString());
        return command;
    }

    private static List<String> numbers(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .flatMap(line -> List.of(line.substring(key.length()).strip().split("\\s+", -1)).stream())
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
