package dev.jcompose.http;

import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** A stream of JSON values, one a line, from any thread. Once the client has gone, what is written goes nowhere. */
public final class JsonLines {
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean gone;

    JsonLines(OutputStream out) {
        this.out = out;
    }

    /** Says whether somebody still listens. */
    public boolean write(Object value) {
        byte[] json = Json.write(value);
        byte[] line = java.util.Arrays.copyOf(json, json.length + 2);
        line[json.length] = '\r';
        line[json.length + 1] = '\n';
        lock.lock();
        try {
            if (!gone) {
                out.write(line);
            }
        } catch (IOException e) {
            gone = true;
        } finally {
            lock.unlock();
        }
        return !gone;
    }
}
