package dev.jcompose.engine.content;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.store.CrashPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Blobs by digest, in an OCI layout under one folder. A blob is there whole or not at all: it is written to a file of
 * {@code ingest}, made durable, then renamed. Any thread may call; the same blob may arrive several times at once.
 */
public final class BlobStore {
    private final Path blobs;
    private final Path ingest;

    public BlobStore(Path folder) throws IOException {
        this.blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        this.ingest = Files.createDirectories(folder.resolve("ingest"));
        Path layout = folder.resolve("oci-layout");
        if (!Files.exists(layout)) {
            Files.writeString(layout, "{\"imageLayoutVersion\":\"1.0.0\"}");
        }
    }

    public boolean has(Digest digest) {
        return Files.exists(path(digest));
    }

    public long size(Digest digest) {
        try {
            return Files.size(path(digest));
        } catch (IOException e) {
            throw missing(digest, e);
        }
    }

    public InputStream open(Digest digest) {
        try {
            return Files.newInputStream(path(digest));
        } catch (IOException e) {
            throw missing(digest, e);
        }
    }

    /** A small blob: a manifest or a configuration. */
    public byte[] read(Digest digest) {
        try {
            return Files.readAllBytes(path(digest));
        } catch (IOException e) {
            throw missing(digest, e);
        }
    }

    private static EngineException missing(Digest digest, IOException e) {
        return e instanceof NoSuchFileException
                ? new EngineException(ErrorKind.NOT_FOUND, "blob " + digest + " is not in the content store", e)
                : new EngineException(ErrorKind.INTERNAL, "blob " + digest + " cannot be read: " + e.getMessage(), e);
    }

    public Digest write(byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        if (!has(digest)) {
            try (var incoming = ingest()) {
                incoming.output().write(bytes);
                incoming.commit(digest);
            }
        }
        return digest;
    }

    /** A new file for a blob whose digest may not be known yet; gone unless it is committed. */
    public Incoming ingest() throws IOException {
        return new Incoming(Files.createTempFile(ingest, "new-", ""));
    }

    /** The file of a download of {@code digest}: what an earlier one left is still there, to be continued. */
    public Path partial(Digest digest) {
        return ingest.resolve("part-" + digest.hex());
    }

    /** Makes {@code file}, whose content the caller has verified, the blob {@code digest}. */
    public void adopt(Path file, Digest digest) throws IOException {
        CrashPoint.pass("before the fsync of a blob");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        CrashPoint.pass("before: keep a blob");
        try {
            Files.move(file, path(digest), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the content store must be one file system: " + e.getMessage(), e);
        }
        try (var folder = FileChannel.open(blobs, StandardOpenOption.READ)) {
            folder.force(true);
        }
        CrashPoint.pass("after: keep a blob");
    }

    public List<Digest> list() throws IOException {
        var found = new ArrayList<Digest>();
        try (var files = Files.newDirectoryStream(blobs)) {
            files.forEach(f -> found.add(new Digest(f.getFileName().toString())));
        }
        return found;
    }

    /** Removes the blob and tells how many bytes that freed. */
    public long delete(Digest digest) throws IOException {
        Path file = path(digest);
        try {
            long size = Files.size(file);
            CrashPoint.pass("before a blob goes");
            Files.delete(file);
            CrashPoint.pass("after a blob went");
            return size;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Removes what ended in the middle; only while nothing is being written. Downloads are kept, to be continued. */
    public void sweep() throws IOException {
        try (var files = Files.newDirectoryStream(ingest, "new-*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    public Path path(Digest digest) {
        return blobs.resolve(digest.hex());
    }

    /** A blob on its way in. Used by one thread. */
    public final class Incoming implements AutoCloseable {
        private final Path file;
        private final OutputStream output;

        private Incoming(Path file) throws IOException {
            this.file = file;
            this.output = new NamedOutput(file);
        }

        public OutputStream output() {
            return output;
        }

        public Path file() {
            return file;
        }

        public void commit(Digest digest) throws IOException {
            output.close();
            adopt(file, digest);
        }

        @Override
        public void close() throws IOException {
            output.close();
            Files.deleteIfExists(file);
        }
    }
}
