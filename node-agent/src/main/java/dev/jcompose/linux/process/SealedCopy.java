package dev.jcompose.linux.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program in memory that nobody can change. A runtime makes such a copy of itself before each of its runs, so that no container
 * can overwrite it through /proc, and starts over from there; one that is started from a sealed copy need not.
 */
public final class SealedCopy {
    private static final MethodHandle MEMFD_CREATE =
            Native.function("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    /** Since Linux 6.3, for hosts that want it said. */
    private static final int MFD_EXEC = 0x10;

    private static final int F_ADD_SEALS = 1033;
    /** Against further seals, shrinking, growing and writing. */
    private static final int ALL_SEALS = 0xf;

    private SealedCopy() {}

    /** A path that leads to the copy as long as this process lives; the program itself where the kernel allows no copy. */
    public static Path of(Path program) {
        try {
            int fd = create(program.getFileName().toString());
            Path copy = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + fd);
            Files.write(copy, Files.readAllBytes(program));
            Native.fcntl(fd, F_ADD_SEALS, ALL_SEALS);
            return copy;
        } catch (IOException | LinuxException e) {
            return program;
        }
    }

    private static int create(String name) {
        try (var arena = Arena.ofConfined()) {
            var text = arena.allocateFrom(name);
            int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
            int fd = (int) MEMFD_CREATE.invokeExact(Native.state(), text, flags | MFD_EXEC);
            if (fd < 0 && Native.errno() == Errno.EINVAL) {
                fd = (int) MEMFD_CREATE.invokeExact(Native.state(), text, flags);
            }
            if (fd < 0) {
                throw Native.failure("memfd_create");
            }
            return fd;
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }
}
