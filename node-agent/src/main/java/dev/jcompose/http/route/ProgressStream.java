package dev.jcompose.http.route;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.FileFault;
import dev.jcompose.api.image.Progress;
import dev.jcompose.engine.build.CommandEnded;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.http.JsonLines;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a long work on images: lines of progress. A failure before the first line is an ordinary error; after it, it is
 * a line of its own, as the status has gone out already. The work is broken off where the client goes away.
 */
final class ProgressStream implements ProgressSink {

    /** What is done, telling the sink. */
    @FunctionalInterface
    interface Work {
        void run(ProgressSink progress) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProgressStream.class);

    private final Response response;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable JsonLines lines;

    private ProgressStream(Response response) {
        this.response = response;
    }

    static void run(Request request, Response response, Work work) throws IOException {
        request.whenGone(Thread.currentThread()::interrupt);
        var stream = new ProgressStream(response);
        try {
            work.run(stream);
            stream.lines();
        } catch (EngineException | IOException e) {
            if (stream.lines == null) {
                throw e;
            }
            stream.send(Progress.error(CommandEnded.codeOf(e), FileFault.told(e)));
        } catch (RuntimeException e) {
            if (stream.lines == null) {
                throw e;
            }
            // Nobody foresaw it: the client hears what, the log says where.
            LOG.error("A work on images failed", e);
            stream.send(Progress.error(FileFault.told(e)));
        }
    }

    @Override
    public void send(Progress line) {
        lines().write(line);
    }

    private JsonLines lines() {
        lock.lock();
        try {
            JsonLines begun = lines;
            if (begun == null) {
                begun = response.jsonLines(200);
                lines = begun;
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }
}
