package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ports that a filter names: {@code 80}, {@code 80-90}, {@code 53/udp}; without a protocol those of TCP. */
record PortFilter(int first, int last, String protocol) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?");

    /** INVALID for what names none. */
    static PortFilter parse(String filter, String text) {
        var form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (form.matches()) {
            int first = Integer.parseInt(form.group(1));
            int last = form.group(2) == null ? first : Integer.parseInt(form.group(2));
            if (first <= last) {
                return new PortFilter(first, last, form.group(3) == null ? "tcp" : form.group(3));
            }
        }
        throw EngineException.invalid("error while looking up for " + filter + " " + text
                + ": write a port or a range, as 80, 8000-8010 or 53/udp");
    }

    boolean has(int port, String ofProtocol) {
        return port >= first && port <= last && protocol.equals(ofProtocol);
    }

    /** @param key as {@code 80/tcp} */
    boolean has(String key) {
        return has(Integer.parseInt(key.split("/", 2)[0]), protocol(key));
    }

    static String protocol(String key) {
        return key.contains("/") ? key.substring(key.indexOf('/') + 1) : "tcp";
    }
}
