package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.json.Json;
import dev.jcompose.cli.project.ProjectSettings;
import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stack file that shows what one attribute, or a few, do. It says so itself, in extensions.
 *
 * @param model the resolved project
 * @param proves paths of the specification, {@code services.*.cap_add}
 * @param checks shell lines and what they print
 * @param warnings of the loader, each beginning with a path
 * @param needs what a host must have so that the attribute can be tried → a shell line that fails where it has not
 * @param before a shell line that makes what the case finds
 * @param notices what the plan says, for attributes without effect
 * @param refused what {@code up} says, for attributes that are not supported
 */
record AttributeCase(
        Path file,
        JsonNode model,
        List<String> proves,
        List<Check> checks,
        List<String> warnings,
        Map<String, String> needs,
        String before,
        List<String> notices,
        List<String> refused) {

    private static final Path SOURCE = Path.of("src/test/resources/attributes");

    /** A copy of each run of tests, as a case that goes wrong may leave something beside its file. */
    static final Path FOLDER = copied();

    /** @param gives standard output without the white space round it */
    record Check(String line, String gives) {}

    private static Path copied() {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            Path copy = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "cases-")
                    .resolve(SOURCE.getFileName());
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(SOURCE.relativize(file)));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<AttributeCase> all() throws IOException {
        List<AttributeCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                cases.add(read(file));
            }
        }
        return cases;
    }

    /** Those that {@code -Dattributes.only=NAME,NAME} names, or all. */
    static List<AttributeCase> chosen() throws IOException {
        String only = System.getProperty("attributes.only", "");
        return all().stream()
                .filter(each -> only.isEmpty() || List.of(only.split(",")).contains(each.name()))
                .toList();
    }

    private static AttributeCase read(Path file) {
        var settings = new ProjectSettings(
                List.of(file.toString()),
                null,
                null,
                List.of(),
                List.of(),
                false,
                false,
                System.getenv(),
                FOLDER,
                new ByteArrayInputStream(new byte[0]),
                System.err);
        var source = new ProjectSource(settings);
        var loaded = source.load(LoadOptions.DEFAULT);
        var project = loaded.orThrow();
        JsonNode model = Json.read(project.toJson().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        List<Check> checks = new ArrayList<>();
        for (JsonNode each : model.path("x-checks")) {
            each.properties()
                    .forEach(check -> checks.add(
                            new Check(check.getKey(), check.getValue().asText().strip())));
        }
        Map<String, String> needs = new LinkedHashMap<>();
        model.path("x-needs")
                .properties()
                .forEach(need -> needs.put(need.getKey(), need.getValue().asText()));
        return new AttributeCase(
                file,
                model,
                texts(model.path("x-proves")),
                checks,
                loaded.warnings().stream().map(Problem::message).toList(),
                needs,
                model.path("x-before").asText("true"),
                texts(model.path("x-notice")),
                texts(model.path("x-refused")));
    }

    /** One, or several. */
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** The same for a project that lies in another file: what is refused says its path, and not where it stands. */
    AttributeCase elsewhere() {
        List<String> words = refused.stream()
                .map(each -> each.replaceFirst("^" + Pattern.quote(name()) + "\\.yaml:\\d+:\\d+: ", ""))
                .toList();
        return new AttributeCase(file, model, proves, checks, warnings, needs, before, notices, words);
    }

    String name() {
        return String.valueOf(file.getFileName()).replace(".yaml", "");
    }

    @Override
    public String toString() {
        return name();
    }
}
