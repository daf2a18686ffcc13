package dev.jcompose.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Status line and headers of an answer, and what every answer of ours says of itself. */
final class ResponseHead {
    private static final String ALWAYS =
            "Api-Version: " + ApiVersion.MAX + "\r\nDocker-Experimental: false\r\nOstype: linux\r\n"
                    + "Server: jcompose/" + System.getProperty("jcompose.version", "dev") + " (linux)\r\n";

    private final StringBuilder text = new StringBuilder(256);

    ResponseHead(int status, String contentType, Map<String, String> headers) {
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpResponseStatus.valueOf(status).reasonPhrase())
                .append("\r\n")
                .append(ALWAYS);
        if (!contentType.isEmpty()) {
            add("Content-Type", contentType);
        }
        headers.forEach(this::add);
    }

    /** A line break in a value would begin another header. */
    ResponseHead add(String name, String value) {
        text.append(name)
                .append(": ")
                .append(value.replace('\r', ' ').replace('\n', ' '))
                .append("\r\n");
        return this;
    }

    byte[] bytes() {
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
