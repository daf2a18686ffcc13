package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.problem.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bytes a stack file may be, as Compose takes them. */
class EncodingsTest {
    private static final String STACK = "# für\nservices: {a: {image: x, labels: {l: ü🎉}}}\n";

    @TempDir
    Path folder;

    private LoadResult<Project> load(String text, Charset charset) throws IOException {
        Path file = folder.resolve("compose.yaml");
        Files.write(file, text.getBytes(charset));
        String here = folder.toString();
        return ComposeLoader.load(new LoadRequest(
                List.of(new StackFile(file.toString(), null)), here, here, Map.of(), null, LoadOptions.DEFAULT));
    }

    private static List<String> messages(LoadResult<Project> result) {
        return result.errors().stream().map(Problem::message).toList();
    }

    @Test
    void aMarkTellsTheEncoding() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Project project = load("\uFEFF" + STACK, charset).orThrow();
            assertEquals(Map.of("l", "ü🎉"), project.services().get("a").labels(), charset.name());
        }
    }

    @Test
    void withoutOneItIsUtf8() throws IOException {
        assertEquals(List.of(), messages(load(STACK, StandardCharsets.UTF_8)));
        assertEquals(List.of("is not UTF-8"), messages(load(STACK, StandardCharsets.ISO_8859_1)));
        assertEquals(
                List.of("character U+0000 is not allowed in YAML"),
                messages(load(STACK.replaceAll("[^ -~\n]", ""), StandardCharsets.UTF_16LE)));
    }
}
