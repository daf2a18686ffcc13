package dev.jcompose.daemon;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A run root is one daemon's: the kernel lets go of the lock with the process, however that ends. */
final class RunLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path pidFile;

    private RunLock(FileChannel channel, Path pidFile) {
        this.channel = channel;
        this.pidFile = pidFile;
    }

    /** Throws CONFLICT where another daemon has it. */
    static RunLock take(Path runRoot) {
        Path file = runRoot.resolve("daemon.lock");
        Path pidFile = runRoot.resolve("daemon.pid");
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw EngineException.conflict(
                        "another daemon runs in " + runRoot + ": stop it, or give this one a run root of its own");
            }
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
            return new RunLock(channel, pidFile);
        } catch (IOException e) {
            throw EngineException.unavailable("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pidFile);
            channel.close();
        } catch (IOException e) {
            throw EngineException.unavailable("cannot release " + pidFile, e);
        }
    }
}
