package dev.jcompose.cli.output.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions of Go's templates and those that docker's command line adds. */
final class Functions {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Go writes a map by its keys. */
    private static final ObjectMapper SORTED = JSON.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    static final Map<String, Function> ALL = Map.ofEntries(
            // and and or are the evaluation's own, as they do not evaluate all that they are given.
            Map.entry("and", arguments -> null),
            Map.entry("or", arguments -> null),
            Map.entry("not", of(1, a -> !Values.isTrue(a.getFirst()))),
            Map.entry("len", of(1, a -> length(a.getFirst()))),
            Map.entry("index", Functions::index),
            Map.entry("slice", Functions::slice),
            Map.entry("print", Functions::print),
            Map.entry("println", Functions::println),
            Map.entry("printf", Functions::printf),
            Map.entry("html", Functions::html),
            Map.entry("urlquery", Functions::urlQuery),
            Map.entry("eq", Functions::equal),
            Map.entry("ne", of(2, a -> !Values.same(a.get(0), a.get(1)))),
            Map.entry("lt", of(2, a -> Values.compared(a.get(0), a.get(1)) < 0)),
            Map.entry("le", of(2, a -> Values.compared(a.get(0), a.get(1)) <= 0)),
            Map.entry("gt", of(2, a -> Values.compared(a.get(0), a.get(1)) > 0)),
            Map.entry("ge", of(2, a -> Values.compared(a.get(0), a.get(1)) >= 0)),
            Map.entry("json", of(1, a -> json(SORTED, a.getFirst()))),
            Map.entry("split", of(2, a -> split(Values.string(a.get(0)), Values.string(a.get(1))))),
            Map.entry("join", of(2, a -> join(a.get(0), Values.string(a.get(1))))),
            Map.entry("title", of(1, a -> title(Values.string(a.getFirst())))),
            Map.entry("lower", of(1, a -> Values.string(a.getFirst()).toLowerCase(Locale.ROOT))),
            Map.entry("upper", of(1, a -> Values.string(a.getFirst()).toUpperCase(Locale.ROOT))),
            Map.entry("pad", of(3, a -> pad(Values.string(a.get(0)), Values.index(a.get(1)), Values.index(a.get(2))))),
            Map.entry("truncate", of(2, a -> truncated(Values.string(a.get(0)), Values.index(a.get(1))))));

    /** Over the headings of a table: what changes a text leaves a heading as it is. */
    static final Map<String, Function> OF_HEADINGS = ofHeadings();

    private Functions() {}

    private static Map<String, Function> ofHeadings() {
        Map<String, Function> functions = new HashMap<>(ALL);
        for (String name : List.of("json", "split", "join", "title", "lower", "upper", "pad", "truncate")) {
            functions.put(name, List::getFirst);
        }
        return functions;
    }

    private static Function of(int count, Function body) {
        return (List<@Nullable Object> arguments) -> {
            if (arguments.size() != count) {
                throw new Fault("this takes " + count + (count == 1 ? " argument" : " arguments") + ", not "
                        + arguments.size());
            }
            return body.call(arguments);
        };
    }

    private static Object length(@Nullable Object value) {
        return switch (value) {
            case CharSequence text -> (long) text.toString().getBytes(StandardCharsets.UTF_8).length;
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            case null, default -> throw new Fault(Values.kind(value) + " has no length");
        };
    }

    private static @Nullable Object index(List<@Nullable Object> arguments) {
        if (arguments.isEmpty()) {
            throw new Fault("index takes a list or map and then an index");
        }
        @Nullable Object value = arguments.getFirst();
        for (@Nullable Object at : arguments.subList(1, arguments.size())) {
            value = switch (value) {
                case Map<?, ?> map -> map.get(Values.string(at));
                case List<?> list -> list.get(Objects.checkIndex(within(at, list.size()), list.size()));
                case CharSequence text -> {
                    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                    yield (long) (bytes[within(at, bytes.length)] & 0xff);
                }
                case null, default -> throw new Fault(Values.kind(value) + " has no parts to index");
            };
        }
        return value;
    }

    private static int within(@Nullable Object at, int length) {
        int index = Values.index(at);
        if (index < 0 || index >= length) {
            throw new Fault("index " + index + " is out of range: there are " + length + ", counted from 0");
        }
        return index;
    }

    private static Object slice(List<@Nullable Object> arguments) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            throw new Fault("slice takes a list or a text and up to two indexes");
        }
        @Nullable Object value = arguments.getFirst();
        int length = Values.index(length(value));
        int from = arguments.size() > 1 ? Values.index(arguments.get(1)) : 0;
        int to = arguments.size() > 2 ? Values.index(arguments.get(2)) : length;
        if (from < 0 || from > to || to > length) {
            throw new Fault("slice " + from + " to " + to + " is out of range: there are " + length);
        }
        if (value instanceof List<?> list) {
            return list.subList(from, to);
        }
        byte[] bytes = Values.string(value).getBytes(StandardCharsets.UTF_8);
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** A blank between two neighbours neither of which is a text. */
    private static String print(List<@Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean blank =
                    i > 0 && !(values.get(i) instanceof CharSequence) && !(values.get(i - 1) instanceof CharSequence);
            text.append(blank ? " " : "").append(Values.text(values.get(i)));
        }
        return text.toString();
    }

    private static String println(List<@Nullable Object> values) {
        return values.stream().map(Values::text).collect(Collectors.joining(" ")) + "\n";
    }

    private static boolean equal(List<@Nullable Object> arguments) {
        if (arguments.size() < 2) {
            throw new Fault("eq takes two arguments or more");
        }
        return arguments.stream().skip(1).anyMatch(other -> Values.same(arguments.getFirst(), other));
    }

    /** A row as it is, which is Compose's order. */
    static String json(@Nullable Object value) {
        return json(JSON, value);
    }

    private static String json(ObjectMapper mapper, @Nullable Object value) {
        try {
            return mapper.writeValueAsString(plain(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without what is no value. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || value instanceof Struct) {
            return value;
        }
        Map<Object, @Nullable Object> fields = new java.util.LinkedHashMap<>(map);
        fields.values().removeIf(Method.class::isInstance);
        return fields;
    }

    private static List<String> split(String text, String separator) {
        return separator.isEmpty()
                ? text.codePoints().mapToObj(Character::toString).toList()
                : Arrays.asList(text.split(Pattern.quote(separator), -1));
    }

    private static String join(@Nullable Object values, String separator) {
        if (values instanceof List<?> list) {
            return list.stream().map(Values::string).collect(Collectors.joining(separator));
        }
        throw new Fault("join takes a list and a text, not " + Values.kind(values)
                + "; split makes a list: {{join (split .Ports \", \") \"\\n\"}}");
    }

    private static String title(String text) {
        return Pattern.compile("(^|[^\\p{L}\\p{N}_'])(\\p{Ll})")
                .matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        match.group(1) + match.group(2).toUpperCase(Locale.ROOT)));
    }

    private static String pad(String text, int before, int after) {
        return text.isEmpty() ? "" : " ".repeat(before) + text + " ".repeat(after);
    }

    private static String truncated(String text, int longest) {
        return text.length() < longest ? text : text.substring(0, longest);
    }

    private static String printf(List<@Nullable Object> arguments) {
        if (arguments.isEmpty()) {
            throw new Fault("printf takes a format and values");
        }
        return Printf.of(Values.string(arguments.getFirst()), arguments.subList(1, arguments.size()));
    }

    private static String urlQuery(List<@Nullable Object> arguments) {
        return URLEncoder.encode(print(arguments), StandardCharsets.UTF_8);
    }

    private static String html(List<@Nullable Object> arguments) {
        return print(arguments)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }
}
