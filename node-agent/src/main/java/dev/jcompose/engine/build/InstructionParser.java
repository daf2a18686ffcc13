package dev.jcompose.engine.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.build.Instruction.CommandLine;
import dev.jcompose.engine.build.Instruction.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Line → instruction. What this builder does not know is refused here, with its line, before anything is run. */
final class InstructionParser {
    private static final Pattern STAGE_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]*");

    private final char escape;

    InstructionParser(char escape) {
        this.escape = escape;
    }

    static List<Instruction> parse(String dockerfile) {
        var source = DockerfileReader.read(dockerfile);
        if (source.lines().isEmpty()) {
            throw EngineException.invalid("the Dockerfile has no instruction: it cannot be empty");
        }
        var parser = new InstructionParser(source.escape());
        return source.lines().stream().map(parser::parse).toList();
    }

    /** The instruction that ONBUILD of a base image left. */
    Instruction trigger(String text) {
        return parse(DockerfileReader.read(text).lines().getFirst());
    }

    Instruction parse(Line line) {
        try {
            return one(line);
        } catch (EngineException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("dockerfile parse error")
                    ? e
                    : line.fault(String.valueOf(e.getMessage()));
        }
    }

    private Instruction one(Line line) {
        return switch (line.keyword()) {
            case "FROM" -> from(line);
            case "ARG" -> arg(line);
            case "ENV" -> new Instruction.Env(checked(line), pairs(line));
            case "LABEL" -> new Instruction.Label(checked(line), pairs(line));
            case "RUN" -> RunParser.parse(line, escape);
            case "COPY" -> TransferParser.copy(line, escape);
            case "ADD" -> TransferParser.add(line, escape);
            case "WORKDIR" -> new Instruction.Workdir(checked(line), text(line));
            case "USER" -> new Instruction.User(checked(line), text(line));
            case "CMD" -> new Instruction.Cmd(checked(line), command(line.text()));
            case "ENTRYPOINT" -> new Instruction.Entrypoint(checked(line), command(line.text()));
            case "SHELL" -> new Instruction.Shell(checked(line), jsonList(line));
            case "EXPOSE" -> new Instruction.Expose(checked(line), Expansion.split(text(line), escape));
            case "VOLUME" ->
                new Instruction.Volume(
                        checked(line), json(line.text()).orElseGet(() -> Expansion.split(text(line), escape)));
            case "HEALTHCHECK" -> HealthParser.parse(line);
            case "STOPSIGNAL" -> new Instruction.StopSignal(checked(line), text(line));
            case "ONBUILD" -> onBuild(line);
            case "MAINTAINER" -> new Instruction.Maintainer(checked(line), text(line));
            default -> throw line.fault("unknown instruction: " + line.keyword());
        };
    }

    private static Line checked(Line line) {
        flags(line, Set.of());
        return line;
    }

    /** The flags by name; an unknown one is refused. The last of a repeated one counts. */
    static Map<String, String> flags(Line line, Set<String> known) {
        var found = new LinkedHashMap<String, String>();
        for (var flag : line.flags()) {
            if (!known.contains(flag.name())) {
                throw line.fault("unknown flag: --" + flag.name() + " of " + line.keyword());
            }
            found.put(flag.name(), flag.value());
        }
        return found;
    }

    private static String text(Line line) {
        if (line.text().isEmpty()) {
            throw line.fault(line.keyword() + " requires an argument");
        }
        return line.text();
    }

    private static Instruction from(Line line) {
        String platform = flags(line, Set.of("platform")).getOrDefault("platform", "");
        String[] words = text(line).split("\\s+", -1);
        if (words.length == 1) {
            return new Instruction.From(line, words[0], "", platform);
        }
        if (words.length != 3 || !words[1].equalsIgnoreCase("AS")) {
            throw line.fault("FROM requires either one or three arguments");
        }
        if (!STAGE_NAME.matcher(words[2]).matches()) {
            throw line.fault("invalid name for build stage: \"" + words[2] + "\"");
        }
        return new Instruction.From(line, words[0], words[2].toLowerCase(java.util.Locale.ROOT), platform);
    }

    private Instruction arg(Line line) {
        var names = new LinkedHashMap<String, @Nullable String>();
        for (String word : Expansion.split(text(checked(line)), escape)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (name.isEmpty()) {
                throw line.fault("ARG names can not be blank");
            }
            names.put(name, equals < 0 ? null : word.substring(equals + 1));
        }
        return new Instruction.Arg(line, names);
    }

    private List<Pair> pairs(Line line) {
        var words = Expansion.split(text(line), escape);
        if (words.getFirst().indexOf('=') < 0) {
            String[] legacy = line.text().split("\\s+", 2);
            if (legacy.length < 2) {
                throw line.fault(line.keyword() + " must have two arguments");
            }
            return List.of(new Pair(legacy[0], legacy[1]));
        }
        var pairs = new ArrayList<Pair>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw line.fault("Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
            }
            pairs.add(new Pair(word.substring(0, equals), word.substring(equals + 1)));
        }
        return pairs;
    }

    static CommandLine command(String text) {
        return json(text).<CommandLine>map(CommandLine.Exec::new).orElseGet(() -> new CommandLine.Script(text));
    }

    private static List<String> jsonList(Line line) {
        return json(line.text())
                .filter(l -> !l.isEmpty())
                .orElseThrow(() -> line.fault(line.keyword() + " requires the arguments to be in JSON form"));
    }

    /** The list, where the text is a JSON list of strings and nothing else. */
    static Optional<List<String>> json(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            var tree = Json.DOCKER.readTree(text);
            var words = new ArrayList<String>();
            for (var each : tree) {
                if (!each.isTextual()) {
                    return Optional.empty();
                }
                words.add(each.textValue());
            }
            return Optional.of(List.copyOf(words));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private Instruction onBuild(Line line) {
        String text = text(checked(line));
        String inner = text.split("\\s", 2)[0].toUpperCase(java.util.Locale.ROOT);
        if (Set.of("ONBUILD", "FROM", "MAINTAINER").contains(inner)) {
            throw line.fault(inner + " isn't allowed as an ONBUILD trigger");
        }
        parse(new Line(
                line.number(),
                inner,
                DockerfileReader.read(text).lines().getFirst().flags(),
                stripped(text),
                List.of(),
                text));
        return new Instruction.OnBuild(line, text);
    }

    private static String stripped(String text) {
        return DockerfileReader.read(text).lines().getFirst().text();
    }
}
