package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.JsonReader;
import dev.jcompose.compose.source.Room;
import dev.jcompose.compose.source.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every attribute that the schema knows stands in one of the cases, in each place where it may. */
class SchemaCoverageTest {
    private final Set<List<String>> attributes = new LinkedHashSet<>();
    private Mapping definitions;

    @Test
    void everyAttributeHasACase() throws IOException {
        try (var in = ComposeLoader.class.getResourceAsStream("validate/compose-spec.json")) {
            Mapping schema = (Mapping) JsonReader.read("schema", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            definitions = schema.mapping("$defs");
            collect(schema, List.of(), Set.of());
        }
        List<Node> documents = documents();
        assertEquals(
                List.of(),
                attributes.stream()
                        .filter(path -> documents.stream().noneMatch(document -> has(document, path)))
                        .map(path -> String.join(".", path))
                        .toList());
    }

    private static List<Node> documents() throws IOException {
        List<Node> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Case.root())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                YamlReader.read(file.toString(), Files.readString(file), Room.USUAL, new Problems())
                        .forEach(document -> documents.add(document.root()));
            }
        }
        return documents;
    }

    private void collect(Mapping schema, List<String> path, Set<String> open) {
        String reference = schema.string("$ref");
        if (reference != null) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            if (!open.contains(name)) {
                Set<String> further = new LinkedHashSet<>(open);
                further.add(name);
                collect(definitions.mapping(name), path, further);
            }
            return;
        }
        for (Mapping.Entry property : entries(schema, "properties")) {
            attributes.add(below(path, property.key()));
            collect((Mapping) property.value(), below(path, property.key()), open);
        }
        for (Mapping.Entry pattern : entries(schema, "patternProperties")) {
            if (!pattern.key().startsWith("^x-")) {
                collect((Mapping) pattern.value(), below(path, "*"), open);
            }
        }
        if (schema.get("oneOf") instanceof Sequence forms) {
            forms.items().forEach(form -> collect((Mapping) form, path, open));
        }
        if (schema.get("items") instanceof Mapping items) {
            collect(items, below(path, "[]"), open);
        }
    }

    private static List<Mapping.Entry> entries(Mapping schema, String key) {
        Mapping mapping = schema.mapping(key);
        return mapping == null ? List.of() : mapping.entries();
    }

    private static List<String> below(List<String> path, String segment) {
        List<String> longer = new ArrayList<>(path);
        longer.add(segment);
        return longer;
    }

    private static boolean has(Node node, List<String> path) {
        if (path.isEmpty()) {
            return true;
        }
        List<String> rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case "*" ->
                node instanceof Mapping mapping
                        && mapping.entries().stream().anyMatch(entry -> has(entry.value(), rest));
            case "[]" -> node instanceof Sequence list && list.items().stream().anyMatch(item -> has(item, rest));
            default ->
                node instanceof Mapping mapping
                        && mapping.has(path.getFirst())
                        && has(mapping.get(path.getFirst()), rest);
        };
    }
}
