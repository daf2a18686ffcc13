package dev.jcompose.api.client;

import com.fasterxml.jackson.databind.MappingIterator;
import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** An answer whose body may still be coming; closing it ends the connection. */
public final class Reply implements AutoCloseable {
    private final Wire wire;
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    Reply(Wire wire, int status, Map<String, String> headers, InputStream body) {
        this.wire = wire;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public InputStream body() {
        return body;
    }

    /** The body as JSON values one after the other, each given as soon as it has come. */
    public <T> MappingIterator<T> values(Class<T> type) throws IOException {
        return Json.DOCKER.readerFor(type).readValues(body);
    }

    Duplex takeOver() {
        return new Duplex(wire, header("Content-Type").orElse(""));
    }

    @Override
    public void close() throws IOException {
        wire.channel().close();
    }
}
