package dev.jcompose.api.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection and the HTTP/1.1 on it. */
final class Wire {
    private static final int BUFFER = 32 * 1024;
    private static final int MOST_HEADER_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private int headerBytes;

    private Wire(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    static Wire open(EngineAddress address) throws IOException {
        return new Wire(address.connect());
    }

    SocketChannel channel() {
        return channel;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Closes the connection if it fails. */
    Reply exchange(Call call) throws IOException {
        try {
            writeHead(call);
            IOException cut = writeBody(call);
            try {
                return readReply(call);
            } catch (IOException e) {
                throw cut == null ? e : cut;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void writeHead(Call call) throws IOException {
        var head = new StringBuilder(256)
                .append(call.method())
                .append(' ')
                .append(call.target())
                .append(" HTTP/1.1\r\nHost: docker\r\nUser-Agent: jcompose\r\n");
        call.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (call.body() == null
                && !call.method().equals("GET")
                && !call.method().equals("HEAD")) {
            head.append("Content-Length: 0\r\n");
        } else if (call.body() != null && call.length() >= 0) {
            head.append("Content-Length: ").append(call.length()).append("\r\n");
        } else if (call.body() != null) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** An engine may answer before it has read all and close: then the answer counts, and this failure only without one. */
    @org.jspecify.annotations.Nullable
    private IOException writeBody(Call call) throws IOException {
        InputStream body = call.body();
        if (body == null) {
            return null;
        }
        byte[] buffer = new byte[BUFFER];
        try (body) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                try {
                    writePart(call, buffer, n);
                } catch (IOException e) {
                    return e;
                }
            }
        }
        try {
            if (call.length() < 0) {
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void writePart(Call call, byte[] buffer, int n) throws IOException {
        if (n == 0) {
            return;
        }
        if (call.length() < 0) {
            out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(buffer, 0, n);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            out.write(buffer, 0, n);
        }
        out.flush();
    }

    private Reply readReply(Call call) throws IOException {
        int status;
        Map<String, String> headers;
        do {
            headerBytes = 0;
            status = status(line());
            headers = headers();
        } while (status == 100);
        return new Reply(this, status, headers, body(call, status, headers));
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP answer but \"" + line + "\"");
        }
        return Integer.parseInt(parts[1]);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private InputStream body(Call call, int status, Map<String, String> headers) {
        if (call.method().equals("HEAD") || status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        if (headers.getOrDefault("Transfer-Encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return new ChunkedInput(in);
        }
        String length = headers.get("Content-Length");
        return length == null ? in : new FixedInput(in, Long.parseLong(length));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the engine closed the connection before it answered");
            }
            if (++headerBytes > MOST_HEADER_BYTES) {
                throw new IOException("the answer's head is longer than " + MOST_HEADER_BYTES + " bytes");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
