package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One known fault planted somewhere in a valid stack is one problem, at that place; two are two, in order. */
class PlantedFaultsTest {
    private static final int GENERATED = 500;

    /** Where a fault must be told. */
    private record Planted(String file, int line, int column, String code) {}

    @TempDir
    Path folder;

    /** A stack whose faults are planted into one of its files. */
    private interface Layout {
        LoadRequest request(Path folder, String faulty) throws IOException;
    }

    @Test
    void ofTheFileItself() throws IOException {
        every(3, (place, faulty) -> request(place, file(place, "compose.yaml", faulty)));
    }

    @Test
    void ofAnOverrideFile() throws IOException {
        every(
                3,
                (place, faulty) -> request(
                        place,
                        file(place, "base.yaml", "services:\n  s0: {image: y, labels: {z: y}}\n"),
                        file(place, "compose.yaml", faulty)));
    }

    @Test
    void ofAFileThatAnotherLiesOver() throws IOException {
        every(
                3,
                (place, faulty) -> request(
                        place,
                        file(place, "compose.yaml", faulty),
                        file(place, "over.yaml", "services:\n  s0: {image: y, labels: {z: y}}\n")));
    }

    @Test
    void ofAnIncludedFile() throws IOException {
        every(3, (place, faulty) -> {
            file(place, "compose.yaml", faulty);
            return request(place, file(place, "main.yaml", "include: [compose.yaml]\nservices: {own: {image: z}}\n"));
        });
    }

    @Test
    void ofAnExtendedFile() throws IOException {
        // Of an extended file only the service that is extended becomes part of the stack.
        every(1, (place, faulty) -> {
            file(place, "compose.yaml", faulty);
            String main = "services:\n  own:\n    extends: {file: compose.yaml, service: s0}\n" + Seeds.RESOURCES;
            return request(place, file(place, "main.yaml", main));
        });
    }

    @Test
    void ofFilesOfTheRealWorld() throws IOException {
        for (Path path : Seeds.corpus()) {
            String text = Files.readString(path);
            String name = path.toString();
            Layout layout = (place, faulty) -> request(path.getParent(), new StackFile(name, faulty));
            if (ComposeLoader.load(layout.request(folder, text)).errors().isEmpty()) {
                for (int faults = 1; faults <= 2; faults++) {
                    check(layout, text, name, new Random(faults), faults, false);
                }
            }
        }
    }

    @Test
    void ofTheProjectsOwnCases() throws IOException {
        for (Case one : Case.all()) {
            if (!one.isRefused()) {
                String name = one.folder().resolve("compose.yaml").toString();
                Layout layout = (place, faulty) -> {
                    List<StackFile> files = new ArrayList<>(one.request().files());
                    files.set(0, new StackFile(name, faulty));
                    return one.request(files);
                };
                for (int seed = 0; seed < 6; seed++) {
                    check(layout, one.text("compose.yaml"), name, new Random(seed), 1 + seed % 2, true);
                }
            }
        }
    }

    private void every(int most, Layout layout) throws IOException {
        String name = folder.resolve("compose.yaml").toString();
        int checked = 0;
        for (int seed = 0; seed < GENERATED; seed++) {
            Random random = new Random(seed);
            String text = Seeds.stack(random, most);
            assertEquals(
                    List.of(), ComposeLoader.load(layout.request(folder, text)).errors(), text);
            checked += check(layout, text, name, random, 1, true);
            checked += check(layout, text, name, random, 2, true);
        }
        assertTrue(checked >= GENERATED, checked + " were checked");
    }

    private LoadRequest request(Path place, StackFile... files) {
        String here = place.toString();
        return new LoadRequest(
                List.of(files),
                here,
                here,
                Map.of("HOME", Case.HOME),
                "planted",
                LoadOptions.DEFAULT.withProfiles(List.of("*")));
    }

    private static StackFile file(Path place, String name, String text) throws IOException {
        Path file = place.resolve(name);
        Files.writeString(file, text);
        return new StackFile(file.toString(), null);
    }

    /** 1, or 0 where the file has no place for so many faults. */
    private int check(Layout layout, String text, String name, Random random, int count, boolean references)
            throws IOException {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        List<Planted> planted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            plant(lines, name, random, planted, references);
        }
        if (planted.size() < count) {
            return 0;
        }
        String faulty = String.join("\n", lines);
        List<Problem> errors =
                ComposeLoader.load(layout.request(folder, faulty)).errors();
        List<Planted> told = errors.stream()
                .map(problem -> new Planted(
                        problem.position().file(),
                        problem.position().line(),
                        problem.position().column(),
                        problem.code()))
                .toList();
        assertEquals(planted, told, () -> faulty + "\n" + errors);
        return 1;
    }

    /** Adds a line with a fault below a service's key, after every fault that is there already. */
    private static void plant(
            List<String> lines, String name, Random random, List<Planted> planted, boolean references) {
        int after = planted.isEmpty() ? 0 : planted.getLast().line;
        List<Integer> places = new ArrayList<>();
        boolean inServices = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith(" ") && !line.isBlank()) {
                inServices = line.equals("services:");
            } else if (inServices && i >= after && line.matches("  [\\w.-]+:") && i + 1 < lines.size()) {
                // A service that is indented further than two levels has its keys elsewhere.
                if (lines.get(i + 1).startsWith("    ") && !lines.get(i + 1).startsWith("     ")) {
                    places.add(i + 1);
                }
            }
        }
        if (places.isEmpty()) {
            return;
        }
        int at = places.get(random.nextInt(places.size()));
        List<String> faults = faults(lines.subList(at, lines.size()), references);
        String[] fault = faults.get(random.nextInt(faults.size())).split("\\|", -1);
        lines.add(at, "    " + fault[0]);
        planted.add(new Planted(name, at + 1, 5 + Integer.parseInt(fault[2]), fault[1]));
    }

    /** Line, code and column of what can be planted into a service that has not these keys yet. */
    private static List<String> faults(List<String> block, boolean references) {
        List<String> service = new ArrayList<>();
        for (String line : block) {
            if (line.matches("  \\S.*") || line.matches("\\S.*")) {
                break;
            }
            service.add(line);
        }
        List<String> faults = new ArrayList<>(List.of("zzz: 1|unknown-key|0"));
        addUnlessThere(faults, service, "tty", "tty: [1]|wrong-type|5");
        addUnlessThere(faults, service, "ports", "ports: [\"bad\"]|port-spec|8");
        addUnlessThere(faults, service, "hostname", "hostname: ${NOT_SET:?}|required-variable|10");
        addUnlessThere(faults, service, "stop_signal", "stop_signal: ${}|interpolation|13");
        if (references) {
            addUnlessThere(faults, service, "depends_on", "depends_on: [ghost]|undefined-service|13");
        }
        return faults;
    }

    private static void addUnlessThere(List<String> faults, List<String> service, String key, String fault) {
        boolean there = service.stream()
                .map(String::strip)
                .anyMatch(line -> line.startsWith(key + ":") || line.startsWith("<<:") || line.startsWith("extends:"));
        if (!there) {
            faults.add(fault);
        }
    }
}
