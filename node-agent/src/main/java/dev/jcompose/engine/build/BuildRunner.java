package dev.jcompose.engine.build;

import dev.jcompose.api.container.Resources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Runs one command of a build in a container, to its end. */
public interface BuildRunner {

    /**
     * A command with its surroundings.
     *
     * @param id names it, unique on this host
     * @param args the first is looked up in the PATH of {@code env}
     * @param user {@code name}, {@code uid} or either with {@code :group}; empty is root
     * @param network {@code default}, {@code none}, that of the host, or the name of one
     * @param hosts further lines of /etc/hosts, as {@code name:address}
     * @param shmSize bytes of /dev/shm
     * @param privileged with the rights of a privileged container
     */
    record Job(
            String id,
            Path rootfs,
            List<String> args,
            List<String> env,
            String user,
            String folder,
            List<Mount> mounts,
            String network,
            List<String> hosts,
            long shmSize,
            Resources limits,
            boolean privileged) {}

    /** A file or folder of the host at a path of the container; {@code source} empty: a tmpfs of {@code options}. */
    record Mount(String source, String target, List<String> options) {}

    /** Runs it and gives its exit code; what it writes, to either stream, goes to {@code output} as it comes. */
    int run(Job job, OutputStream output) throws IOException;

    /** Ends and removes what a daemon that was killed left of the run {@code id}; nothing happens where there is nothing. */
    void clear(String id);
}
