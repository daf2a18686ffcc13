package dev.jcompose.cli;

import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.StackInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the engine needs of a host, looked at without changing it. */
public final class HostChecks {
    private static final int OLDEST_KERNEL_MAJOR = 5;
    private static final int OLDEST_KERNEL_MINOR = 10;

    /** One thing that was looked at; an {@code optional} one may be missing, with what {@code cure} says. */
    public record Finding(String subject, boolean good, boolean optional, String text, String cure) {
        static Finding of(String subject, boolean good, String text, String cure) {
            return new Finding(subject, good, false, text, cure);
        }
    }

    private HostChecks() {}

    public static List<Finding> all(Invocation at) {
        List<Finding> findings = new ArrayList<>();
        findings.add(kernel(System.getProperty("os.version", "")));
        findings.add(program(at, "crun", "starts the processes of a container"));
        findings.add(program(at, "conmon", "keeps a container and its log while the daemon is away"));
        findings.add(library());
        findings.add(optional(program(at, "mmdebstrap", "makes debian:<suite> where no registry can be reached")));
        findings.add(cgroups());
        findings.add(filesystem("overlay", "images are stacked by it"));
        findings.add(namespaces());
        findings.add(apparmor());
        findings.add(daemon(at));
        return findings;
    }

    static Finding kernel(String release) {
        String[] parts = release.split("[.-]", 3);
        boolean good;
        try {
            int major = Integer.parseInt(parts[0]);
            good = major > OLDEST_KERNEL_MAJOR
                    || (major == OLDEST_KERNEL_MAJOR && Integer.parseInt(parts[1]) >= OLDEST_KERNEL_MINOR);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            good = false;
        }
        return Finding.of(
                "kernel",
                good,
                release,
                "Linux " + OLDEST_KERNEL_MAJOR + "." + OLDEST_KERNEL_MINOR + " or newer is needed");
    }

    private static Finding program(Invocation at, String name, String purpose) {
        String path = at.env().getOrDefault("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin";
        boolean found = Stream.of(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        return Finding.of(name, found, purpose, "apt-get install " + name + " (`jcompose daemon start` does it)");
    }

    private static Finding optional(Finding finding) {
        return new Finding(finding.subject(), finding.good(), true, finding.text(), finding.cure());
    }

    private static Finding library() {
        boolean found = false;
        for (String folder : new String[] {"/usr/lib", "/usr/lib64"}) {
            try (Stream<Path> tree = Files.find(
                    Path.of(folder),
                    2,
                    (path, attributes) -> path.getFileName().toString().startsWith("libnftables.so.1"))) {
                found |= tree.findAny().isPresent();
            } catch (IOException | java.io.UncheckedIOException e) {
                // A folder that is not there, or closed to us, has no library that we could load.
                found |= false;
            }
        }
        return Finding.of(
                "libnftables",
                found,
                "publishes ports and isolates networks",
                "apt-get install libnftables1 (`jcompose daemon start` does it)");
    }

    private static Finding cgroups() {
        boolean second = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        boolean first = Files.isDirectory(Path.of("/sys/fs/cgroup/memory"));
        String text = second ? "version 2" : first ? "version 1" : "not mounted";
        return Finding.of("cgroups", second || first, text, "mount -t cgroup2 none /sys/fs/cgroup");
    }

    private static Finding filesystem(String name, String purpose) {
        try {
            boolean known = Files.readString(Path.of("/proc/filesystems")).contains(name)
                    || Files.exists(Path.of("/sys/module", name));
            return Finding.of(name + " file system", known, purpose, "modprobe " + name);
        } catch (IOException e) {
            return Finding.of(
                    name + " file system", false, purpose, "/proc/filesystems cannot be read: " + e.getMessage());
        }
    }

    private static Finding namespaces() {
        List<String> missing = Stream.of("cgroup", "ipc", "mnt", "net", "pid", "uts")
                .filter(name -> !Files.exists(Path.of("/proc/self/ns", name), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .toList();
        return Finding.of(
                "namespaces",
                missing.isEmpty(),
                missing.isEmpty() ? "all" : "without " + missing,
                "a kernel built with them is needed");
    }

    private static Finding apparmor() {
        boolean on = Files.isDirectory(Path.of("/sys/kernel/security/apparmor"));
        return new Finding(
                "AppArmor",
                on,
                true,
                on ? "on" : "off",
                "containers run without this second fence; seccomp and capabilities hold all the same");
    }

    private static Finding daemon(Invocation at) {
        String host = at.globals().host();
        String socket = host != null ? host : Daemon.socket(at).toString();
        try {
            StackInfo info =
                    new EngineClient(EngineAddress.parse(socket)).get(new Target("/jcompose/v1/info"), StackInfo.class);
            return Finding.of(
                    "daemon",
                    info.version().equals(Version.current()),
                    "version " + info.version() + " at " + socket,
                    "this command is version " + Version.current()
                            + ": `jcompose daemon restart`; containers keep running");
        } catch (EngineException e) {
            boolean absent = e.kind() == ErrorKind.UNAVAILABLE;
            return new Finding(
                    "daemon",
                    false,
                    absent,
                    "none answers at " + socket,
                    absent
                            ? "the first command that needs it starts it; so does `jcompose daemon start`"
                            : String.valueOf(e.getMessage()));
        }
    }
}
