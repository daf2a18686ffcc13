package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.compose.ComposeLoader;
import dev.jcompose.scheduler.desired.StackReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The table of what becomes of every path of the Compose Specification agrees with the schema, with what the reader of a
 * stack does, and with the cases that show it.
 */
class SupportTest {
    private static final Path TABLE = Launched.TOP.resolve("docs/compose-support.md");
    private static final String SCHEMA = "/dev/jcompose/compose/validate/compose-spec.json";
    /** Gone before a stack is read: the loader resolves them, and its own tests show how. */
    private static final List<String> LOADERS =
            List.of("include", "name", "services.*.extends", "services.*.label_file", "version");

    @Test
    void theTableSaysWhatTheSchemaTheCodeAndTheCasesSay() throws IOException {
        Set<String> paths = paths();
        Map<String, Set<String>> states = new TreeMap<>();
        Map<String, Set<String>> shownBy = new TreeMap<>();
        for (AttributeCase each : AttributeCase.all()) {
            List<String> told = told(each);
            for (String path : each.proves()) {
                boolean leaf = paths.stream().noneMatch(deeper -> isBelow(deeper, path));
                states.computeIfAbsent(path, key -> new TreeSet<>()).add(state(path, leaf, told));
                shownBy.computeIfAbsent(path, key -> new TreeSet<>()).add(named(each));
            }
        }
        List<String> rows = new ArrayList<>();
        for (String path : paths) {
            if (path.equals("services")) {
                continue;
            }
            boolean loaders = LOADERS.stream()
                    .anyMatch(own -> path.equals(own) || path.startsWith(own + ".") || path.startsWith(own + "["));
            Set<String> state = !states.containsKey(path)
                    ? Set.of(loaders ? "resolved by the loader" : "not shown yet")
                    : withBelow(path, states);
            String cases = String.join(", ", shownBy.getOrDefault(path, Set.of()));
            rows.add("| `" + path + "` | " + String.join(", ", state) + " | " + cases + " |");
        }
        assertEquals(new TreeSet<>(), unknown(shownBy.keySet(), paths), "paths that no schema knows");
        String document = Files.readString(TABLE);
        String actual =
                document.substring(document.indexOf("|---|---|---|\n") + 14).strip();
        assertEquals(String.join("\n", rows), actual);
    }

    /** Where a host lacks what it needs, nobody has seen what the case shows. */
    private static String named(AttributeCase each) {
        return each.needs().isEmpty()
                ? each.name()
                : each.name() + " (needs " + String.join(", ", each.needs().keySet()) + ")";
    }

    private static boolean isBelow(String path, String top) {
        return path.startsWith(top + ".") || path.startsWith(top + "[]");
    }

    private static Set<String> unknown(Set<String> proved, Set<String> paths) {
        Set<String> unknown = new TreeSet<>(proved);
        unknown.removeAll(paths);
        return unknown;
    }

    /** Each line begins with the concrete path of a value that has no effect or is refused. */
    private static List<String> told(AttributeCase each) {
        Map<String, byte[]> files = new HashMap<>();
        Map<String, String> fingerprints = new HashMap<>();
        for (String kind : List.of("secrets", "configs")) {
            each.model().path(kind).properties().forEach(entry -> {
                if (!entry.getValue().path("external").asBoolean()) {
                    files.put(kind + "/" + entry.getKey(), new byte[0]);
                    fingerprints.put(kind + "/" + entry.getKey(), "0");
                }
            });
        }
        List<String> told = new ArrayList<>(each.warnings().stream()
                .filter(warning -> warning.contains(" has no effect"))
                .toList());
        try {
            told.addAll(StackReader.read(each.model(), new StackOrigin("/", List.of(), true), files, fingerprints)
                    .notices());
        } catch (EngineException e) {
            Objects.requireNonNull(e.getMessage()).lines().forEach(told::add);
        }
        return told;
    }

    /**
     * What is said of the path itself, or of one that it lies below.
     *
     * @param leaf the schema knows nothing below it, so that what is said of its parts is said of it
     */
    private static String state(String path, boolean leaf, List<String> told) {
        for (String text : told) {
            String about = text.replaceFirst("(: | ).*", "");
            if (isAbout(path, leaf, about)) {
                return text.contains(" has no effect") ? "no effect" : "refused";
            }
        }
        return "effective";
    }

    /** @param about a concrete path, {@code services.web.ports[0].mode} */
    private static boolean isAbout(String path, boolean leaf, String about) {
        List<String> steps = List.of(path.replace("[]", ".*").split("\\."));
        List<String> concrete = List.of(about.replaceAll("\\[(\\d+)]", ".$1").split("\\."));
        if (concrete.size() > steps.size() && !leaf) {
            return false;
        }
        for (int i = 0; i < Math.min(steps.size(), concrete.size()); i++) {
            if (!steps.get(i).equals("*") && !steps.get(i).equals(concrete.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A path with nothing below it but what is refused, or has no effect, is so itself. */
    private static Set<String> withBelow(String path, Map<String, Set<String>> states) {
        Set<String> below = new TreeSet<>();
        states.forEach((deeper, state) -> {
            if (isBelow(deeper, path)) {
                below.addAll(state);
            }
        });
        return below.size() == 1 && !below.contains("effective") ? below : states.getOrDefault(path, Set.of());
    }

    /** Every path of the schema, {@code services.*.ports[].target}. */
    private static Set<String> paths() throws IOException {
        Set<String> paths = new TreeSet<>();
        try (InputStream text = Objects.requireNonNull(ComposeLoader.class.getResourceAsStream(SCHEMA))) {
            JsonNode schema = Json.read(text.readAllBytes(), JsonNode.class);
            walk(schema, schema, "", Set.of(), paths);
        }
        return paths;
    }

    private static void walk(JsonNode schema, JsonNode node, String path, Set<String> within, Set<String> paths) {
        if (node.has("$ref")) {
            String name = node.get("$ref").asText().replaceFirst(".*/", "");
            if (!within.contains(name)) {
                Set<String> deeper = new TreeSet<>(within);
                deeper.add(name);
                JsonNode definitions = schema.has("$defs") ? schema.get("$defs") : schema.path("definitions");
                walk(schema, definitions.path(name), path, deeper, paths);
            }
            return;
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            node.path(choice).forEach(each -> walk(schema, each, path, within, paths));
        }
        node.path("properties").properties().forEach(property -> {
            String below = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            paths.add(below);
            walk(schema, property.getValue(), below, within, paths);
        });
        node.path("patternProperties").properties().forEach(property -> {
            if (!property.getKey().equals("^x-")) {
                walk(schema, property.getValue(), path + ".*", within, paths);
            }
        });
        if (node.path("items").isObject()) {
            walk(schema, node.get("items"), path + "[]", within, paths);
        }
    }
}
