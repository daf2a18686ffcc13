package dev.jcompose.engine.runtime;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/** The files of one running container under the run root: spec, pids, conmon's socket and fifos, exit code. */
public record Bundle(Path folder) {

    /** Makes the folder, root's alone. */
    public void make() {
        try {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw EngineException.unavailable("cannot make the bundle " + folder, e);
        }
    }

    public void write(SpecWriter.Written written) {
        try {
            Files.write(config(), written.spec().json());
            if (!written.additions().equals(Additions.NONE)) {
                Files.write(added(), OciSpec.json(written.additions()));
            }
        } catch (IOException e) {
            throw EngineException.unavailable("cannot write the bundle " + folder, e);
        }
    }

    /** What each process of this run has beside what the container says. */
    public Additions additions() {
        try {
            return Files.exists(added()) ? OciSpec.read(Files.readAllBytes(added()), Additions.class) : Additions.NONE;
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read " + added(), e);
        }
    }

    private Path added() {
        return folder.resolve("additions.json");
    }

    /** A file with new limits for the runtime to read. */
    public Path writeLimits(OciSpec.Resources limits) {
        Path file = folder.resolve("limits.json");
        try {
            return Files.write(file, limits.json());
        } catch (IOException e) {
            throw EngineException.unavailable("cannot write " + file, e);
        }
    }

    Path config() {
        return folder.resolve("config.json");
    }

    Path containerPid() {
        return folder.resolve("pid");
    }

    Path monitorPid() {
        return folder.resolve("conmon.pid");
    }

    Path errors() {
        return folder.resolve("errors");
    }

    public Path attachSocket() {
        return folder.resolve("attach");
    }

    /** Where conmon takes orders: terminal size and reopening of the log. */
    public Path control() {
        return folder.resolve("ctl");
    }

    public void resize(int height, int width) {
        order("1 %d %d\n".formatted(height, width));
    }

    /** Lets conmon open its log anew, after it was renamed. */
    public void reopenLog() {
        order("2 0 0\n");
    }

    private void order(String line) {
        // Opened for both ways, a fifo does not block where conmon is gone.
        try (var fifo = new RandomAccessFile(control().toFile(), "rw")) {
            fifo.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw EngineException.unavailable("conmon takes no orders at " + control(), e);
        }
    }

    public Optional<Integer> readContainerPid() {
        return number(containerPid());
    }

    public Optional<Integer> readMonitorPid() {
        return number(monitorPid());
    }

    /** The exit code that conmon left; empty while the container runs, or for ever where conmon was killed. */
    public Optional<Integer> readExitCode() {
        return number(folder.resolve("exit"));
    }

    /** When the monitor noted the exit code; empty where it did not. */
    public Optional<Instant> exitedAt() {
        try {
            return Optional.of(Files.getLastModifiedTime(folder.resolve("exit")).toInstant());
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read " + folder.resolve("exit"), e);
        }
    }

    public boolean wasOutOfMemory() {
        return Files.exists(folder.resolve("oom"));
    }

    private static Optional<Integer> number(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(text));
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw EngineException.unavailable("cannot read " + file, e);
        }
    }

    /** Runtimes that add a process may be writing and removing files here until they have seen that the container is gone. */
    public void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Dir.delete(folder);
        } catch (LinuxException e) {
            throw EngineException.unavailable("cannot remove " + folder, e);
        }
    }
}
