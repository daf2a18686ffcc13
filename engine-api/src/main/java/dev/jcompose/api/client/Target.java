package dev.jcompose.api.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Path and query of a request, encoded.
 *
 * @param text as it stands in the request line
 */
public record Target(String text) {

    /** {@code {}} in the pattern takes the next of {@code segments}; slashes in those are kept, as names of images have them. */
    public static Target of(String pattern, String... segments) {
        var text = new StringBuilder();
        int next = 0;
        for (int at = 0; at < pattern.length(); at++) {
            if (pattern.startsWith("{}", at)) {
                text.append(encoded(segments[next++]).replace("%2F", "/").replace("%3A", ":"));
                at++;
            } else {
                text.append(pattern.charAt(at));
            }
        }
        return new Target(text.toString());
    }

    /** This with a member of the query; an empty value leaves it out. */
    public Target query(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        char separator = text.indexOf('?') < 0 ? '?' : '&';
        return new Target(text + separator + encoded(name) + '=' + encoded(value));
    }

    public Target query(String name, boolean value) {
        return query(name, value ? "1" : "");
    }

    public Target query(String name, int value) {
        return query(name, Integer.toString(value));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text;
    }
}
