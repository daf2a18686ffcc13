package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.output.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, the loader answers: a project or problems, the same each time, and never another exception. */
class FuzzTest {
    private static final int FILES = Integer.getInteger("fuzz.files", 6_000);

    @Test
    void everyChangedFileGetsAnAnswerAndTheSameOneTwice() {
        Random random = new Random(Long.getLong("fuzz.seed", 7));
        Mutator mutator = new Mutator(random);
        List<Case> cases = Case.all();
        for (int i = 0; i < FILES; i++) {
            Case one = cases.get(random.nextInt(cases.size()));
            String text = mutator.mutate(one.text("compose.yaml"));
            List<StackFile> files = new ArrayList<>(one.request().files());
            files.set(0, new StackFile(files.getFirst().path(), text));
            LoadRequest request = one.request(files);
            LoadResult<Project> result = ComposeLoader.load(request);
            assertEquals(result, ComposeLoader.load(request), text);
            if (result.value() != null) {
                sameAgain(one, result.value(), text);
            }
        }
    }

    /** What is printed and read again in the same place is the same. */
    private static void sameAgain(Case one, Project project, String text) {
        assertEquals(project.toJson(), ComposeLoader.resolved(project.toJson()).toJson(), text);
        String printed = YamlWriter.project(project.tree()).replace("$", "$$");
        String path = one.request().files().getFirst().path();
        LoadRequest again = new LoadRequest(
                List.of(new StackFile(path, printed)),
                one.folder().toString(),
                one.folder().toString(),
                Map.of("HOME", Case.HOME),
                null,
                LoadOptions.DEFAULT.withProfiles(List.of("tools")));
        LoadResult<Project> reread = ComposeLoader.load(again);
        boolean readable = !text.contains("x-") && !printed.contains("#extensions");
        if (readable && reread.value() != null) {
            assertEquals(
                    YamlWriter.project(project.tree()),
                    YamlWriter.project(reread.value().tree()),
                    text);
        }
    }
}
