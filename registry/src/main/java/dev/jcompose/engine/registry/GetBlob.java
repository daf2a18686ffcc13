package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Downloads one blob into the content store: continued where an earlier download ended, tried again when the connection
 * breaks or stalls, never longer than announced, kept only when its digest is right.
 */
final class GetBlob {
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** Two pulls that share a layer: one downloads, the other waits for it. */
    private static final Map<Digest, ReentrantLock> RUNNING = new ConcurrentHashMap<>();

    private final Session session;
    private final BlobStore blobs;

    GetBlob(Session session, BlobStore blobs) {
        this.session = session;
        this.blobs = blobs;
    }

    /** {@code progress} is told the bytes that are here, on the calling thread. */
    void fetch(Descriptor blob, LongConsumer progress) throws IOException {
        var lock = RUNNING.computeIfAbsent(blob.digest(), d -> new ReentrantLock());
        lock.lock();
        try {
            if (!blobs.has(blob.digest())) {
                download(blob, progress);
            }
        } finally {
            lock.unlock();
            RUNNING.remove(blob.digest(), lock);
        }
    }

    private void download(Descriptor blob, LongConsumer progress) throws IOException {
        Path file = blobs.partial(blob.digest());
        for (int attempt = 1; ; attempt++) {
            try {
                once(blob, file, progress);
                return;
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw EngineException.unavailable(
                            "blob " + blob.digest().shortened() + " could not be fetched from "
                                    + session.endpoint().authority() + " in " + TRIES + " tries: "
                                    + Unreachable.describe(e),
                            e);
                }
                pause(PAUSE.multipliedBy(1L << attempt));
            }
        }
    }

    private void once(Descriptor blob, Path file, LongConsumer progress) throws IOException {
        MessageDigest md = Digest.algorithm();
        try (var out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long have = digestThatIsHere(out, md, blob.size());
            if (have < blob.size()) {
                receive(blob, out, md, have, progress);
            }
        }
        Digest seen = Digest.of(md);
        if (!seen.equals(blob.digest())) {
            Files.deleteIfExists(file);
            throw EngineException.invalid("registry " + session.endpoint().authority() + " gave for blob "
                    + blob.digest() + " something whose digest is " + seen);
        }
        blobs.adopt(file, blob.digest());
    }

    private static long digestThatIsHere(FileChannel file, MessageDigest md, long most) throws IOException {
        if (file.size() > most) {
            file.truncate(0);
        }
        var buffer = ByteBuffer.allocate(1 << 16);
        long have = 0;
        for (int n = file.read(buffer, have); n > 0; n = file.read(buffer.clear(), have)) {
            md.update(buffer.flip());
            have += n;
        }
        return have;
    }

    private void receive(Descriptor blob, FileChannel out, MessageDigest md, long have, LongConsumer progress)
            throws IOException {
        Map<String, String> range = have == 0 ? Map.of() : Map.of("Range", "bytes=" + have + "-");
        var answer = session.get(session.uri("blobs/" + blob.digest()), range);
        long at = have;
        if (answer.statusCode() == 200 && have > 0) {
            // The server does not continue: from the start again.
            md.reset();
            out.truncate(0);
            at = 0;
        } else if (answer.statusCode() >= 500) {
            answer.body().close();
            throw new IOException("the registry answered " + answer.statusCode());
        } else if (answer.statusCode() != 200 && !isContinuation(answer.statusCode(), have)) {
            throw Refusal.of(answer, session, "blob " + blob.digest());
        }
        try (var guard = new StallGuard(answer.body())) {
            copy(guard.input(), blob, out, md, at, progress);
        }
    }

    private static boolean isContinuation(int status, long have) {
        return status == 206 && have > 0;
    }

    private void copy(
            InputStream in, Descriptor blob, FileChannel out, MessageDigest md, long from, LongConsumer progress)
            throws IOException {
        byte[] chunk = new byte[1 << 16];
        long at = from;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            if (at + n > blob.size()) {
                out.truncate(0);
                throw EngineException.invalid("registry " + session.endpoint().authority()
                        + " gives more bytes for blob " + blob.digest() + " than the " + blob.size() + " announced");
            }
            md.update(chunk, 0, n);
            for (var left = ByteBuffer.wrap(chunk, 0, n); left.hasRemaining(); ) {
                at += out.write(left, at);
            }
            progress.accept(at);
        }
        if (at < blob.size()) {
            throw new IOException("the connection ended after " + at + " of " + blob.size() + " bytes");
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
