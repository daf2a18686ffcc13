package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * A case that stays green without an attribute proves nothing of it. Each case runs once as it is, then once for each path
 * that it says it proves, with that path taken out of the resolved project. The first run has the resolved project, too, so that
 * no other is red for what resolving did. No test of every build, it takes half an hour:
 * {@code bench/attributes}.
 */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DroppedAttributes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int HALF = 150;

    private final Launched jcompose;

    DroppedAttributes() throws IOException {
        jcompose = new Launched();
    }

    @BeforeAll
    void image() throws Exception {
        AttributeShell.begin(jcompose);
    }

    @AfterAll
    void away() throws Exception {
        jcompose.remove();
    }

    @TestFactory
    Stream<DynamicContainer> theCaseOfAnAttributeTurnsRedWithoutIt() throws IOException {
        return AttributeCase.chosen().stream()
                .filter(each -> !each.proves().isEmpty())
                .map(each -> {
                    // Nothing to compare with until the case was green.
                    var needed = new AtomicReference<Duration>();
                    Stream<DynamicTest> whole = Stream.of(dynamicTest(each + ", whole", () -> {
                        Instant begun = Instant.now();
                        resolved(each, "empty").show(PATIENCE);
                        needed.set(Duration.between(begun, Instant.now()));
                    }));
                    Stream<DynamicTest> without = each.proves().stream()
                            .map(path -> dynamicTest(each + " without " + path, () -> {
                                Assumptions.assumeTrue(needed.get() != null, "the whole case is not green here");
                                turnsRed(each, path, needed.get());
                            }));
                    return dynamicContainer(each.name(), Stream.concat(whole, without));
                });
    }

    private void turnsRed(AttributeCase each, String path, Duration needed) throws Exception {
        try {
            resolved(each, filter(path)).show(needed.compareTo(LEAST) < 0 ? LEAST : needed);
        } catch (AssertionError red) {
            System.out.println("red: " + each + " without " + path + ": " + inShort(red));
            return;
        } finally {
            AttributeShell.of(jcompose, each).takeDown();
        }
        System.out.println("GREEN: " + each + " without " + path);
        fail(each + " stays green without " + path);
    }

    /** One line that tells an effect that is missing from a stack that does not come up: its begin and its end. */
    private static String inShort(AssertionError red) {
        String line = String.valueOf(red.getMessage()).strip().replaceAll("\\s+", " ");
        return line.length() <= 2 * HALF
                ? line
                : line.substring(0, HALF) + " ... " + line.substring(line.length() - HALF);
    }

    /**
     * Calls the program on what {@code config} makes of the file, without what jq is to delete. Compose's JSON names the members
     * of block devices otherwise than a stack file may, and leaves out models, a limit of 0 and what has no effect: a case has them
     * in {@code x-unprinted}.
     */
    private AttributeShell resolved(AttributeCase each, String deleted) throws IOException {
        Path program = Files.createTempFile(jcompose.folder(), "resolved", "");
        Files.writeString(program, """
                #!/bin/sh
                set -e
                [ "$1" = -f ] || exec %1$s "$@"
                file=$2
                shift 2
                resolved=$(mktemp "$PWD/resolved.XXXXXX.json")
                %1$s -f "$file" --profile '*' config --no-env-resolution --format json 2> /dev/null \\
                    | jq '. * (.["x-unprinted"] // {})
                        | (.services[]?.blkio_config[]? | arrays[]) |= with_entries(.key |= ascii_downcase)
                        | del(%2$s)' > "$resolved"
                exec %1$s --project-directory "${file%%/*}" -f "$resolved" "$@"
                """.formatted(AttributeShell.PROGRAM, deleted));
        program.toFile().setExecutable(true);
        return AttributeShell.of(jcompose, each.elsewhere()).calling(program);
    }

    /**
     * For jq: {@code services.*.ports[].target} is {@code .["services"]?[]?["ports"]?[]?["target"]?}. In a resolved project the
     * old form of an external name is a name; where nothing external is supported, it counts for the whole.
     */
    private static String filter(String path) {
        boolean refused = path.startsWith("secrets") || path.startsWith("configs");
        String modelled = path.replace(".external.name", refused ? ".external" : ".name");
        StringBuilder filter = new StringBuilder(".");
        for (String step : List.of(modelled.split("\\."))) {
            String key = step.replace("[]", "");
            filter.append(key.equals("*") ? "[]?" : "[\"" + key + "\"]?").append(step.endsWith("[]") ? "[]?" : "");
        }
        return filter.toString();
    }
}
