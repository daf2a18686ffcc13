package dev.jcompose.engine.build;

import dev.jcompose.engine.build.Instruction.CommandLine;
import dev.jcompose.engine.build.Instruction.RunMount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** RUN with its mounts, network and heredocs. */
final class RunParser {
    private static final Map<RunMount.Kind, Set<String>> OPTIONS = Map.of(
            RunMount.Kind.BIND, Set.of("target", "source", "from", "rw"),
            RunMount.Kind.CACHE, Set.of("id", "target", "ro", "sharing", "from", "source", "mode", "uid", "gid"),
            RunMount.Kind.TMPFS, Set.of("target", "size"),
            RunMount.Kind.SECRET, Set.of("id", "target", "env", "required", "mode", "uid", "gid"));

    private RunParser() {}

    static Instruction parse(Line line, char escape) {
        var mounts = new ArrayList<RunMount>();
        String network = "default";
        boolean insecure = false;
        for (var flag : line.flags()) {
            switch (flag.name()) {
                case "mount" -> mounts.add(mount(line, flag.value()));
                case "network" -> network = network(line, flag.value());
                case "security" -> insecure = isInsecure(line, flag.value());
                default -> throw line.fault("unknown flag: --" + flag.name() + " of RUN");
            }
        }
        if (line.text().isEmpty()) {
            throw line.fault("RUN requires a command");
        }
        return new Instruction.Run(line, command(line), List.copyOf(mounts), network, insecure);
    }

    private static CommandLine command(Line line) {
        if (line.heredocs().isEmpty()) {
            return InstructionParser.command(line.text());
        }
        var first = line.heredocs().getFirst();
        boolean alone = line.heredocs().size() == 1
                && line.text().matches("<<-?['\"]?" + java.util.regex.Pattern.quote(first.name()) + "['\"]?");
        if (alone) {
            return new CommandLine.Script(first.content());
        }
        // The shell itself reads the documents: they follow the line as they stood in the file.
        return new CommandLine.Script(line.text() + "\n"
                + line.heredocs().stream()
                        .map(h -> h.content() + h.name() + "\n")
                        .collect(Collectors.joining()));
    }

    private static String network(Line line, String value) {
        if (!Set.of("default", "none", "host").contains(value)) {
            throw line.fault("--network=" + value + ": it can be default, none or host");
        }
        return value;
    }

    private static boolean isInsecure(Line line, String value) {
        return switch (value) {
            case "insecure" -> true;
            case "sandbox" -> false;
            default -> throw line.fault("--security=" + value + ": it can be sandbox or insecure");
        };
    }

    private static RunMount mount(Line line, String text) {
        var options = new LinkedHashMap<String, String>();
        String type = "bind";
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "true" : field.substring(equals + 1);
            if (key.equals("type")) {
                type = value;
            } else {
                options.put(normal(key), value);
            }
        }
        RunMount.Kind kind = switch (type) {
            case "bind" -> RunMount.Kind.BIND;
            case "cache" -> RunMount.Kind.CACHE;
            case "tmpfs" -> RunMount.Kind.TMPFS;
            case "secret" -> RunMount.Kind.SECRET;
            default ->
                throw line.fault("unsupported mount type \"" + type + "\": it can be bind, cache, tmpfs or secret");
        };
        for (String key : options.keySet()) {
            if (!OPTIONS.getOrDefault(kind, Set.of()).contains(key)
                    && !(kind == RunMount.Kind.BIND && key.equals("ro"))) {
                throw line.fault("unexpected key '" + key + "' for mount type '" + type + "'");
            }
        }
        if (kind != RunMount.Kind.SECRET && !options.containsKey("target")) {
            throw line.fault("a mount of type " + type + " needs a target");
        }
        return new RunMount(kind, Map.copyOf(options));
    }

    private static String normal(String key) {
        return switch (key) {
            case "dst", "destination" -> "target";
            case "src" -> "source";
            case "readwrite" -> "rw";
            case "readonly" -> "ro";
            default -> key;
        };
    }
}
