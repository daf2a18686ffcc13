package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.output.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, the loader answers: a project or problems, the same each time, and never another exception. */
class FuzzTest {
    private static final Pattern NEGATIVE_MODE = Pattern.compile("\"mode\": ?\"0-");
    private static final int FILES = Integer.getInteger("fuzz.files", 20_000);
    private static final LoadOptions OPTIONS = LoadOptions.DEFAULT.withProfiles(List.of("*"));

    /** A text, and the request in which it is the first file. */
    private record Seed(String text, LoadRequest request) {
        LoadRequest with(String other) {
            List<StackFile> files = new ArrayList<>(request.files());
            files.set(0, new StackFile(files.getFirst().path(), other));
            return new LoadRequest(
                    files,
                    request.workingDirectory(),
                    request.currentDirectory(),
                    request.environment(),
                    null,
                    OPTIONS);
        }
    }

    @Test
    void everyChangedFileGetsAnAnswerAndTheSameOneTwice() throws IOException {
        Random random = new Random(Long.getLong("fuzz.seed", 7));
        Mutator mutator = new Mutator(random);
        List<Seed> seeds = seeds(random);
        List<Seed> valid = seeds.stream()
                .filter(seed -> ComposeLoader.load(seed.with(seed.text)).value() != null)
                .toList();
        int wellFormed = 0;
        int accepted = 0;
        int other = 0;
        for (int i = 0; i < FILES; i++) {
            // Most files start valid.
            List<Seed> from = random.nextInt(10) < 9 ? valid : seeds;
            Seed seed = from.get(random.nextInt(from.size()));
            String text = mutator.mutate(seed.text);
            LoadRequest request = seed.with(text);
            LoadResult<Project> result;
            try {
                result = ComposeLoader.load(request);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed.request.files() + "\n" + text, e);
            }
            assertEquals(result, ComposeLoader.load(request), text);
            wellFormed +=
                    result.errors().stream().anyMatch(problem -> problem.code().equals("yaml")) ? 0 : 1;
            if (result.value() != null) {
                accepted++;
                if (!isSameAgain(seed, result.value(), text)) {
                    other++;
                    String printed = YamlWriter.project(result.value().tree());
                    assertTrue(
                            NotAgain.excuses(printed),
                            () -> "not the same when printed and read again:\n" + text + "\n--- printed:\n" + printed);
                }
            }
        }
        System.out.printf(
                "fuzz: %,d files, %,d well-formed, %,d accepted, %,d not the same when printed and read again%n",
                FILES, wellFormed, accepted, other);
        assertTrue(wellFormed >= FILES / 2, wellFormed + " are well-formed YAML");
        assertTrue(accepted >= FILES / 3, accepted + " are accepted");
    }

    private static List<Seed> seeds(Random random) throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (Case one : Case.all()) {
            seeds.add(new Seed(one.text("compose.yaml"), one.request()));
        }
        for (int i = 0; i < 200; i++) {
            seeds.add(new Seed(Seeds.stack(random, 3), request(Case.root(), "generated.yaml")));
        }
        for (Path file : Seeds.corpus()) {
            seeds.add(new Seed(
                    Files.readString(file),
                    request(file.getParent(), file.getFileName().toString())));
        }
        return seeds;
    }

    private static LoadRequest request(Path folder, String name) {
        String here = folder.toString();
        return new LoadRequest(
                List.of(new StackFile(folder.resolve(name).toString(), null)),
                here,
                here,
                Map.of("HOME", Case.HOME),
                null,
                OPTIONS);
    }

    /** Whether what is printed and read again in the same place is the same. */
    private static boolean isSameAgain(Seed seed, Project project, String text) {
        if (NEGATIVE_MODE.matcher(project.toJson()).find()) {
            return true; // the reference prints such a mode and does not read it, and so do we
        }
        assertEquals(project.toJson(), ComposeLoader.resolved(project.toJson()).toJson(), text);
        String printed = YamlWriter.project(project.tree());
        LoadRequest again = new LoadRequest(
                List.of(new StackFile(seed.request.files().getFirst().path(), printed.replace("$", "$$"))),
                seed.request.workingDirectory(),
                seed.request.currentDirectory(),
                seed.request.environment(),
                null,
                OPTIONS);
        Project reread = ComposeLoader.load(again).value();
        return reread != null && printed.equals(YamlWriter.project(reread.tree()));
    }
}
