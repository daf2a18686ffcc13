package dev.jcompose.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path with variables. At most one variable of several segments: names of images contain slashes. */
record PathPattern(List<String> segments, int wide) {

    static PathPattern parse(String pattern) {
        List<String> segments = split(pattern);
        int wide = -1;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).endsWith("...}")) {
                wide = i;
            }
        }
        return new PathPattern(segments, wide);
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    /** The variables, decoded; empty where the path is another one. */
    Optional<Map<String, String>> match(String path) {
        List<String> given = split(path);
        int extra = given.size() - segments.size();
        if (extra < 0 || (extra > 0 && wide < 0)) {
            return Optional.empty();
        }
        Map<String, String> variables = LinkedHashMap.newLinkedHashMap(2);
        for (int i = 0; i < segments.size(); i++) {
            int at = i > wide && wide >= 0 ? i + extra : i;
            String value = i == wide ? String.join("/", given.subList(i, i + extra + 1)) : given.get(at);
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                String name = segment.substring(1, segment.length() - (i == wide ? 4 : 1));
                variables.put(name, URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!segment.equals(value)) {
                return Optional.empty();
            }
        }
        return variables.containsValue("") ? Optional.empty() : Optional.of(variables);
    }
}
