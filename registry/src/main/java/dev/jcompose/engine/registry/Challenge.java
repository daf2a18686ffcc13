package dev.jcompose.engine.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a registry wants: {@code WWW-Authenticate: Bearer realm="…",service="…",scope="…"}, or Basic. */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z_]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");

    /** The strongest of the challenges that we can meet. */
    static Optional<Challenge> of(List<String> headers) {
        var all = headers.stream().map(Challenge::parse).toList();
        return all.stream()
                .filter(c -> c.scheme.equals("bearer"))
                .findFirst()
                .or(() -> all.stream().filter(c -> c.scheme.equals("basic")).findFirst());
    }

    private static Challenge parse(String header) {
        int space = header.indexOf(' ');
        String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
        var parameters = new LinkedHashMap<String, String>();
        if (space >= 0) {
            var found = PARAMETER.matcher(header.substring(space + 1));
            while (found.find()) {
                String quoted = found.group(2);
                parameters.put(
                        found.group(1).toLowerCase(Locale.ROOT),
                        quoted == null ? found.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
            }
        }
        return new Challenge(scheme, Map.copyOf(parameters));
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
