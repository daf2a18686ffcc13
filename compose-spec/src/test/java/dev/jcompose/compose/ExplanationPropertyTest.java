package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a value's story says is so: without the last place in a file that it names, the value is gone or is what the story says it
 * was before.
 */
class ExplanationPropertyTest {
    private static final String FIRST = """
            services:
              web:
                image: first
                hostname: one
                environment:
                  A: first
                  B: ${SET}
                labels:
                  l: first
                ulimits:
                  nofile: 1
                healthcheck:
                  test: ["CMD", "x"]
                  retries: 1
                deploy:
                  resources:
                    limits:
                      memory: 1m
            """;

    private static final List<String> OVER = List.of(
            "    image: over%d",
            "    hostname: over%d",
            "    environment:|      A: over%d",
            "    environment:|      B: ${SET}-%d",
            "    environment:|      C: new%d",
            "    labels:|      l: over%d",
            "    labels:|      m: new%d",
            "    ulimits:|      nofile: 10%d",
            "    healthcheck:|      retries: %d",
            "    deploy:|      resources:|        limits:|          memory: 1%dm",
            "    stop_grace_period: %ds",
            "    user: u%d");

    @Test
    void withoutItsLastPlaceAValueIsGoneOrWhatItWasBefore() {
        int removed = 0;
        int revealed = 0;
        for (int seed = 0; seed < 200; seed++) {
            List<String> texts = texts(new Random(seed));
            Map<String, Scalar> all = leaves(load(texts));
            for (Map.Entry<String, Scalar> leaf : all.entrySet()) {
                List<Origin> chain = leaf.getValue().origin().chain();
                int last = lastFileStep(chain);
                if (last < 0) {
                    continue;
                }
                Project without = load(deleted(texts, chain.get(last)));
                Scalar left = without == null ? null : leaves(without).get(leaf.getKey());
                String story = leaf.getKey() + " of\n" + String.join("---\n", texts);
                if (last == 0) {
                    boolean other = left != null && lastFileStep(left.origin().chain()) >= 0;
                    assertTrue(!other, story);
                    removed++;
                } else {
                    Origin before = chain.get(last - 1);
                    assertTrue(left != null, story);
                    assertEquals(before.position(), left.origin().position(), story);
                    revealed++;
                }
            }
        }
        assertTrue(removed > 500 && revealed > 500, removed + " removed, " + revealed + " revealed");
    }

    /** The last link of a story has the value's own place, and its text where a file says it plainly. */
    private static int lastFileStep(List<Origin> chain) {
        Origin.Step end = chain.getLast().step();
        if (end == Origin.Step.NORMALISATION || end == Origin.Step.DEFAULT) {
            return -1; // no file says it
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            Origin.Step step = chain.get(i).step();
            if (step == Origin.Step.FILE || step == Origin.Step.OVERRIDE) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>(List.of(FIRST));
        int files = 1 + random.nextInt(3);
        for (int file = 1; file <= files; file++) {
            Map<String, List<String>> keys = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                List<String> lines = List.of(
                        OVER.get(random.nextInt(OVER.size())).formatted(file).split("\\|"));
                List<String> below = keys.computeIfAbsent(lines.getFirst(), key -> new ArrayList<>());
                lines.subList(1, lines.size()).stream()
                        .filter(line -> !below.contains(line))
                        .forEach(below::add);
            }
            StringBuilder text = new StringBuilder("services:\n  web:\n");
            keys.forEach((key, below) -> {
                text.append(key).append('\n');
                below.forEach(line -> text.append(line).append('\n'));
            });
            texts.add(text.toString());
        }
        return texts;
    }

    private static Project load(List<String> texts) {
        List<StackFile> files = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            files.add(new StackFile("/s/%d.yaml".formatted(i), texts.get(i)));
        }
        LoadRequest request = new LoadRequest(files, "/s", "/s", Map.of("SET", "value"), "p", LoadOptions.DEFAULT);
        return ComposeLoader.load(request).value();
    }

    private static Map<String, Scalar> leaves(Project project) {
        Map<String, Scalar> leaves = new LinkedHashMap<>();
        collect("", project.tree().mapping("services").mapping("web"), leaves);
        return leaves;
    }

    private static void collect(String path, Node node, Map<String, Scalar> leaves) {
        switch (node) {
            case Mapping mapping ->
                mapping.entries().forEach(entry -> collect(path + "." + entry.key(), entry.value(), leaves));
            case Sequence ignored -> {
                // Items of a flow list have no line of their own to delete.
            }
            case Scalar scalar -> leaves.put(path, scalar);
        }
    }

    /** Each value stands on a line of its own. */
    private static List<String> deleted(List<String> texts, Origin place) {
        List<String> changed = new ArrayList<>(texts);
        int file = Integer.parseInt(place.position().file().replaceAll("\\D", ""));
        List<String> lines = new ArrayList<>(Arrays.asList(texts.get(file).split("\n", -1)));
        lines.remove(place.position().line() - 1);
        changed.set(file, String.join("\n", lines));
        return changed;
    }
}
