package dev.jcompose.linux.process;

import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sockets that another process has open. */
public final class ForeignSockets {
    private ForeignSockets() {}

    /**
     * Copies of all of them, which the caller closes. Root may take them from any process, others from their own.
     *
     * @throws LinuxException where the kernel does not let us, or the process is gone
     */
    public static List<Integer> copy(int pid) {
        int pidfd = Pidfds.open(pid);
        var copies = new ArrayList<Integer>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path each : descriptors) {
                if (isSocket(each)) {
                    copies.add(Pidfds.copy(pidfd, Integer.parseInt(String.valueOf(each.getFileName()))));
                }
            }
            return copies;
        } catch (IOException | DirectoryIteratorException e) {
            copies.forEach(Native::close);
            throw new java.io.UncheckedIOException(new IOException("descriptors of process " + pid, e));
        } catch (LinuxException e) {
            copies.forEach(Native::close);
            throw e;
        } finally {
            Native.close(pidfd);
        }
    }

    private static boolean isSocket(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:[");
        } catch (NoSuchFileException e) {
            return false; // closed meanwhile
        }
    }
}
