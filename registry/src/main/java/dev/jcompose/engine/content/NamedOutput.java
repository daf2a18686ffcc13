package dev.jcompose.engine.content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a file; what goes wrong with that names it, as all else about files does. */
final class NamedOutput extends FilterOutputStream {
    private final Path file;

    NamedOutput(Path file) throws IOException {
        super(Files.newOutputStream(file));
        this.file = file;
    }

    @Override
    public void write(int each) throws IOException {
        write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            var named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }
}
