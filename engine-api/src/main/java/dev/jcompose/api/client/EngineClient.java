package dev.jcompose.api.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.error.HttpStatus;
import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Talks to an engine. What it answers with an error is thrown as an {@link EngineException} of the status's kind with the
 * engine's own message; an engine that cannot be reached is UNAVAILABLE.
 */
public final class EngineClient {
    private final EngineAddress address;

    public EngineClient(EngineAddress address) {
        this.address = address;
    }

    public EngineAddress address() {
        return address;
    }

    public <T> T get(Target target, Class<T> type) {
        return read(Call.get(target), type);
    }

    public <T> T post(Target target, Object body, Class<T> type) {
        return read(Call.post(target, body), type);
    }

    /** Sends, reads the whole answer as JSON. */
    public <T> T read(Call call, Class<T> type) {
        try (var reply = open(call)) {
            return Json.read(reply.body().readAllBytes(), type);
        } catch (IOException e) {
            throw broken(call, e);
        }
    }

    /** Sends; what comes back but an error does not matter. */
    public void run(Call call) {
        try (var reply = open(call)) {
            reply.body().skipNBytes(0);
        } catch (IOException e) {
            throw broken(call, e);
        }
    }

    /** Sends and gives the answer with its body still coming; the caller closes it. */
    public Reply open(Call call) {
        var reply = send(call);
        if (reply.status() < 300) {
            return reply;
        }
        try (reply) {
            throw new EngineException(HttpStatus.kind(reply.status()), message(reply));
        } catch (IOException e) {
            throw broken(call, e);
        }
    }

    /** As {@link #open}, for any status. */
    public Reply send(Call call) {
        try {
            return Wire.open(address).exchange(call);
        } catch (IOException e) {
            throw broken(call, e);
        }
    }

    /** Takes the connection over: attach and the start of an exec. The caller closes it. */
    public Duplex hijack(Call call) {
        try {
            var reply = Wire.open(address)
                    .exchange(call.with("Connection", "Upgrade").with("Upgrade", "tcp"));
            if (reply.status() == 101 || reply.status() == 200) {
                return reply.takeOver();
            }
            try (reply) {
                throw new EngineException(HttpStatus.kind(reply.status()), message(reply));
            }
        } catch (IOException e) {
            throw broken(call, e);
        }
    }

    private static String message(Reply reply) throws IOException {
        byte[] body = reply.body().readAllBytes();
        try {
            JsonNode message = Json.DOCKER.readTree(body).get("message");
            if (message != null) {
                return message.asText();
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // Not our engine's form of an error: the text itself is the best there is.
            return new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
        }
        return "status " + reply.status();
    }

    private EngineException broken(Call call, IOException e) {
        String why = e instanceof NoSuchFileException || e instanceof java.net.ConnectException
                ? "nothing listens there"
                : String.valueOf(e.getMessage());
        return new EngineException(
                ErrorKind.UNAVAILABLE,
                "engine at " + address + ": " + call.method() + " " + call.target() + ": " + why,
                e);
    }
}
