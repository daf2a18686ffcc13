package dev.jcompose.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ServiceDigest;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.project.ProjectSource;
import dev.jcompose.compose.interpolate.VariableUse;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.model.Hook;
import dev.jcompose.compose.model.Model;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.output.JsonWriter;
import dev.jcompose.compose.output.YamlWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parts of a stack, one a line. */
final class Listing {
    /** The least width of a column of a table, and what is between two at least, as Compose has them. */
    private static final int COLUMN = 20;

    private static final int GAP = 3;

    /** What Compose indents variables by. */
    private static final int INDENT = 4;

    private final ProjectSource source;
    private final LoadOptions options;
    private final PrintStream err;

    Listing(ProjectSource source, LoadOptions options, PrintStream err) {
        this.source = source;
        this.options = options.without(Step.CHECK_CONTAINER_NAMES);
        this.err = err;
    }

    /** The list that was asked for, or null where the whole stack was. */
    @Nullable
    String list(Arguments given) {
        if (given.flag("--services")) {
            return lines(services());
        }
        if (given.flag("--volumes")) {
            return lines(everything().volumes().keySet());
        }
        if (given.flag("--networks")) {
            return lines(everything().networks().keySet());
        }
        if (given.flag("--models")) {
            return lines(everything().models().values().stream()
                    .map(Model::model)
                    .filter(name -> !name.isEmpty())
                    .toList());
        }
        String names = given.text("--hash", "");
        if (!names.isEmpty()) {
            return lines(hashes(names));
        }
        if (given.flag("--profiles")) {
            return lines(profiles());
        }
        if (given.flag("--images")) {
            return lines(images());
        }
        if (given.flag("--variables")) {
            if (!given.words().isEmpty()) {
                err.println(
                        "warning: service filtering is not applied when --variables is set, all variables are shown");
            }
            return variables(given.text("--format", ""));
        }
        return null;
    }

    private static String lines(Collection<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private Project chosen() {
        return source.require(source.load(options), err);
    }

    private Project everything() {
        return source.require(source.load(options.withServices(List.of()).without(Step.RESOLVE_ENVIRONMENT)), err);
    }

    private Collection<String> services() {
        if (options.does(Step.INTERPOLATE)) {
            return everything().services().keySet();
        }
        Mapping model = source.require(source.model(options), err);
        Mapping services = model.mapping("services");
        return services == null ? List.of() : services.keys();
    }

    private List<String> hashes(String names) {
        List<String> services = names.equals("*") ? List.of() : List.of(names.split(","));
        LoadOptions asked = services.isEmpty() ? options : options.withStarted(services);
        Project project = source.require(source.load(asked.withServices(List.of())), err);
        for (String name : services) {
            if (project.service(name) == null) {
                throw EngineException.notFound("no such service: " + name);
            }
        }
        return project.services().values().stream()
                .filter(service -> services.isEmpty() || services.contains(service.name()))
                .map(service -> service.name() + " " + ServiceDigest.of(json(service)))
                .toList();
    }

    private static JsonNode json(Service service) {
        byte[] text = JsonWriter.plain(service.tree()).getBytes(StandardCharsets.UTF_8);
        return Json.read(text, JsonNode.class);
    }

    private Collection<String> profiles() {
        Project project = chosen();
        TreeSet<String> profiles = new TreeSet<>();
        project.services().values().forEach(service -> profiles.addAll(service.profiles()));
        for (Mapping.Entry entry : project.disabled().entries()) {
            profiles.addAll(new Service(entry.key(), (Mapping) entry.value()).profiles());
        }
        return profiles;
    }

    private List<String> images() {
        Project project = chosen();
        String separator = source.surroundings().underscores() ? "_" : "-";
        List<String> images = new ArrayList<>();
        for (Service service : project.services().values()) {
            String image = service.image().isEmpty() ? project.name() + separator + service.name() : service.image();
            images.add(image);
            service.preStart().stream()
                    .map(Hook::image)
                    .filter(other -> !other.isEmpty() && !other.equals(image))
                    .forEach(images::add);
        }
        return images;
    }

    /** What variables are replaced by. */
    String environment() {
        return lines(chosen().environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted(CodePoints.ORDER) // of lines, as in Compose: A0=x before A=x
                .toList());
    }

    private String variables(String format) {
        Mapping model = source.require(source.model(options.without(Step.INTERPOLATE, Step.VALIDATE)), err);
        Collection<VariableUse> uses = VariableUse.of(model).values();
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "json" ->
                JsonWriter.inOrder(tree(uses, "Name", "DefaultValue", "PresenceValue", "Required"), INDENT) + "\n\n";
            case "yaml" -> YamlWriter.inOrder(tree(uses, "name", "defaultvalue", "presencevalue", "required"), INDENT);
            case "", "table", "pretty" -> table(uses);
            default ->
                throw EngineException.invalid("unsupported format \"%s\": it is table, json or yaml".formatted(format));
        };
    }

    private static Mapping tree(
            Collection<VariableUse> uses, String name, String defaultValue, String presence, String required) {
        Mapping.Builder all = Mapping.builder(Position.NOWHERE);
        for (VariableUse use : uses) {
            all.put(
                    use.name(),
                    Mapping.builder(Position.NOWHERE)
                            .put(name, use.name())
                            .put(defaultValue, use.defaultValue())
                            .put(presence, use.presenceValue())
                            .put(required, use.required())
                            .build());
        }
        return all.build();
    }

    private static String table(Collection<VariableUse> uses) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"});
        for (VariableUse use : uses) {
            rows.add(new String[] {use.name(), Boolean.toString(use.required()), use.defaultValue(), use.presenceValue()
            });
        }
        int[] widths = {COLUMN, COLUMN, COLUMN, COLUMN};
        rows.forEach(row -> {
            for (int i = 0; i < 4; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()) + GAP);
            }
        });
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < 4; i++) {
                text.append(row[i]).repeat(' ', i < 3 ? widths[i] - row[i].codePointCount(0, row[i].length()) : 0);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
