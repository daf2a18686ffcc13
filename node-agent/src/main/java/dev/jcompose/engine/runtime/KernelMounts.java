package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.HostConfig;
import java.util.ArrayList;
import java.util.List;

/** The kernel's own file systems in a container, as Docker lays them out. */
final class KernelMounts {
    private static final long SHM_BYTES = 64L << 20;

    private KernelMounts() {}

    static List<OciSpec.Mount> of(HostConfig host, boolean unified) {
        boolean privileged = host.security().privileged();
        String writable = privileged ? "rw" : "ro";
        List<OciSpec.Mount> mounts = new ArrayList<>();
        mounts.add(new OciSpec.Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")));
        mounts.add(new OciSpec.Mount(
                "/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")));
        mounts.add(new OciSpec.Mount(
                "/dev/pts",
                "devpts",
                "devpts",
                List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")));
        mounts.add(new OciSpec.Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", writable)));
        List<String> cgroup = new ArrayList<>(List.of("nosuid", "noexec", "nodev", writable));
        if (!unified) {
            cgroup.add("relatime");
        }
        mounts.add(new OciSpec.Mount("/sys/fs/cgroup", "cgroup", "cgroup", cgroup));
        // A mount of its own shows the queues of whatever ipc namespace the container is in, the host's too.
        mounts.add(new OciSpec.Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")));
        if (host.namespaces().ipcMode().equals("host")) {
            mounts.add(bind("/dev/shm"));
        } else {
            if (!host.namespaces().ipcMode().equals("none")) {
                long size = host.storage().shmSize() > 0 ? host.storage().shmSize() : SHM_BYTES;
                mounts.add(new OciSpec.Mount(
                        "/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + size)));
            }
        }
        return mounts;
    }

    private static OciSpec.Mount bind(String path) {
        return new OciSpec.Mount(path, "bind", path, List.of("rbind", "nosuid", "noexec", "nodev"));
    }
}
