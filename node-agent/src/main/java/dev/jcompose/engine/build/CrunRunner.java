package dev.jcompose.engine.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command by {@code crun run} with Docker's default capabilities, in namespaces of its own but for the network, which
 * is the host's unless none is asked for. What a killed daemon left running is ended when the next one starts.
 */
public final class CrunRunner implements BuildRunner {
    private static final long DEFAULT_SHM = 64 << 20;

    /** crun refuses a hybrid cgroup tree, so it gets a mount namespace without its second half. */
    private static final String START =
            "if [ -e /sys/fs/cgroup/unified/cgroup.procs ]; then umount -l /sys/fs/cgroup/unified; fi; exec \"$@\"";

    private static final List<String> CAPABILITIES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    private final Path folder;
    private final String cgroup;

    /**
     * @param runRoot holds {@code runner}: bundles and the runtime's state
     * @param instance the engine's, in the name of the cgroup
     */
    public CrunRunner(Path runRoot, String instance) throws IOException {
        this.folder = Files.createDirectories(runRoot.resolve("runner/state"))
                .getParent()
                .toAbsolutePath();
        this.cgroup = "/jcompose-" + instance + "/";
        sweep();
    }

    private void sweep() throws IOException {
        try (var dir = Dir.of(folder.resolve("state"))) {
            for (String id : dir.list()) {
                start(
                        new ProcessBuilder(crun("delete", "--force", id)).redirectErrorStream(true),
                        OutputStream.nullOutputStream());
            }
        }
        try (var dir = Dir.of(folder)) {
            dir.list().stream().filter(n -> !n.equals("state")).forEach(dir::remove);
        }
    }

    @Override
    public int run(Command command, OutputStream output) throws IOException {
        Path bundle = Files.createDirectory(folder.resolve(command.id()));
        try {
            Files.writeString(bundle.resolve("hosts"), hosts(command));
            Files.write(bundle.resolve("resolv.conf"), resolvConf());
            Files.write(bundle.resolve("config.json"), Json.write(spec(command, bundle)));
            return start(
                    new ProcessBuilder(crun("run", "--bundle", bundle.toString(), command.id()))
                            .redirectErrorStream(true),
                    output);
        } finally {
            try (var dir = Dir.of(folder)) {
                dir.remove(command.id());
            }
        }
    }

    private List<String> crun(String... arguments) {
        var command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                START,
                "sh",
                "crun",
                "--root",
                folder.resolve("state").toString(),
                "--cgroup-manager",
                "cgroupfs"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static int start(ProcessBuilder builder, OutputStream output) throws IOException {
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        Process process = builder.start();
        try (var out = process.getInputStream()) {
            byte[] chunk = new byte[8192];
            for (int n = out.read(chunk); n >= 0; n = out.read(chunk)) {
                output.write(chunk, 0, n);
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String hosts(Command command) {
        var text = new StringBuilder("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        for (String each : command.hosts()) {
            int colon = each.indexOf(':');
            text.append(each.substring(colon + 1))
                    .append('\t')
                    .append(each, 0, colon)
                    .append('\n');
        }
        return text.toString();
    }

    /** The host's, which its network namespace can reach. */
    private static byte[] resolvConf() throws IOException {
        Path host = Path.of("/etc/resolv.conf");
        return Files.isReadable(host)
                ? Files.readAllBytes(host)
                : "nameserver 8.8.8.8\n".getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode spec(Command command, Path bundle) throws IOException {
        ObjectNode spec =
                Json.DOCKER.createObjectNode().put("ociVersion", "1.0.2").put("hostname", "buildkitsandbox");
        spec.putObject("root").put("path", command.rootfs().toString());
        process(spec.putObject("process"), command);
        ArrayNode mounts = spec.putArray("mounts");
        long shm = command.shmSize() == 0 ? DEFAULT_SHM : command.shmSize();
        mount(mounts, "proc", "proc", "/proc", List.of("nosuid", "noexec", "nodev"));
        mount(mounts, "tmpfs", "tmpfs", "/dev", List.of("nosuid", "strictatime", "mode=755", "size=65536k"));
        mount(
                mounts,
                "devpts",
                "devpts",
                "/dev/pts",
                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
        mount(mounts, "tmpfs", "shm", "/dev/shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + shm));
        mount(mounts, "mqueue", "mqueue", "/dev/mqueue", List.of("nosuid", "noexec", "nodev"));
        mount(mounts, "bind", "/sys", "/sys", List.of("rbind", "nosuid", "noexec", "nodev", "ro"));
        mount(mounts, "bind", bundle.resolve("resolv.conf").toString(), "/etc/resolv.conf", List.of("bind", "ro"));
        mount(mounts, "bind", bundle.resolve("hosts").toString(), "/etc/hosts", List.of("bind", "ro"));
        for (Mount each : command.mounts()) {
            String type = each.source().isEmpty() ? "tmpfs" : each.source().equals("overlay") ? "overlay" : "bind";
            mount(mounts, type, each.source().isEmpty() ? "tmpfs" : each.source(), each.target(), each.options());
        }
        linux(spec.putObject("linux"), command);
        return spec;
    }

    private static void mount(ArrayNode mounts, String type, String source, String target, List<String> options) {
        ObjectNode mount =
                mounts.addObject().put("destination", target).put("type", type).put("source", source);
        ArrayNode all = mount.putArray("options");
        options.forEach(all::add);
    }

    private static void process(ObjectNode process, Command command) throws IOException {
        process.put("terminal", false).put("cwd", command.folder());
        ArrayNode args = process.putArray("args");
        command.args().forEach(args::add);
        ArrayNode env = process.putArray("env");
        command.env().forEach(env::add);
        try (var root = Dir.of(command.rootfs())) {
            var who = Owners.in(root).process(command.user());
            ObjectNode user = process.putObject("user").put("uid", who.uid()).put("gid", who.gid());
            ArrayNode groups = user.putArray("additionalGids");
            who.groups().forEach(groups::add);
            if (command.env().stream().noneMatch(e -> e.startsWith("HOME="))) {
                env.add("HOME=" + who.home());
            }
        }
        ObjectNode sets = process.putObject("capabilities");
        for (String set : List.of("bounding", "effective", "permitted")) {
            ArrayNode all = sets.putArray(set);
            CAPABILITIES.forEach(all::add);
        }
    }

    private void linux(ObjectNode linux, Command command) {
        linux.put("cgroupsPath", cgroup + command.id());
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : List.of("pid", "ipc", "uts", "mount")) {
            namespaces.addObject().put("type", type);
        }
        switch (command.network()) {
            case "none" -> namespaces.addObject().put("type", "network");
            case "default", "host", "" -> {}
            default ->
                throw EngineException.invalid(
                        "RUN on network " + command.network() + " is not offered: it can be host or none");
        }
        ArrayNode masked = linux.putArray("maskedPaths");
        List.of(
                        "/proc/acpi",
                        "/proc/kcore",
                        "/proc/keys",
                        "/proc/timer_list",
                        "/proc/sched_debug",
                        "/proc/scsi",
                        "/sys/firmware")
                .forEach(masked::add);
        ArrayNode readOnly = linux.putArray("readonlyPaths");
        List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger")
                .forEach(readOnly::add);
    }
}
