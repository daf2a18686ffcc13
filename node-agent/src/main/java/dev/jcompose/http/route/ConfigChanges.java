package dev.jcompose.http.route;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerConfig.Stopping;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Empty;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.build.ChangeInstructions;
import dev.jcompose.engine.container.Signals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The {@code changes} of commit and import: instructions of a Dockerfile that change the configuration alone. */
final class ConfigChanges {
    private ConfigChanges() {}

    static ContainerConfig apply(ContainerConfig config, List<String> changes) {
        ContainerConfig changed = config;
        for (String lines : changes) {
            for (String line : lines.split("\n", -1)) {
                if (!line.isBlank()) {
                    changed = apply(changed, line.strip());
                }
            }
        }
        return changed;
    }

    private static ContainerConfig apply(ContainerConfig config, String line) {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw EngineException.invalid("change \"" + line + "\" has no argument");
        }
        String argument = line.substring(space + 1).strip();
        Command command = config.command();
        return switch (line.substring(0, space).toUpperCase(Locale.ROOT)) {
            case "CMD" -> config.withCommand(command.withProcess(command.entrypoint(), words(argument)));
            case "ENTRYPOINT" -> config.withCommand(command.withProcess(words(argument), command.cmd()));
            case "ENV" -> config.withCommand(command.withEnv(environment(command.env(), argument)));
            case "WORKDIR" -> config.withCommand(command.withWorkingDir(argument));
            case "USER" -> config.withCommand(command.withUser(argument));
            case "LABEL" -> config.withLabels(with(config.labels(), pairs(argument)));
            case "EXPOSE" -> config.withExposedPorts(with(config.exposedPorts(), set(ports(argument))));
            case "VOLUME" -> config.withVolumes(with(config.volumes(), set(list(argument))));
            case "STOPSIGNAL" ->
                config.withStopping(
                        new Stopping(signal(argument), config.stopping().stopTimeout()));
            case "HEALTHCHECK" -> config.withHealthcheck(ChangeInstructions.healthcheck(line));
            case "ONBUILD" ->
                config.withOnBuild(Stream.concat(config.onBuild().stream(), Stream.of(ChangeInstructions.trigger(line)))
                        .toList());
            default ->
                throw EngineException.invalid(line.substring(0, space) + " is not a valid change command: use CMD,"
                        + " ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME or WORKDIR");
        };
    }

    private static String signal(String name) {
        Signals.number(name);
        return name;
    }

    /** A JSON list, or a line for the shell. */
    private static List<String> words(String argument) {
        return argument.startsWith("[") ? list(argument) : List.of("/bin/sh", "-c", argument);
    }

    private static List<String> list(String argument) {
        return argument.startsWith("[")
                ? Json.read(argument.getBytes(StandardCharsets.UTF_8), new TypeReference<List<String>>() {})
                : List.of(argument.split("\\s+"));
    }

    private static List<String> ports(String argument) {
        return list(argument).stream()
                .map(p -> p.indexOf('/') < 0 ? p + "/tcp" : p)
                .toList();
    }

    private static Map<String, Empty> set(List<String> names) {
        Map<String, Empty> set = new LinkedHashMap<>();
        names.forEach(name -> set.put(name, Empty.EMPTY));
        return set;
    }

    private static <V> Map<String, V> with(Map<String, V> old, Map<String, V> more) {
        Map<String, V> all = new LinkedHashMap<>(old);
        all.putAll(more);
        return all;
    }

    private static List<String> environment(List<String> old, String argument) {
        Map<String, String> all = new LinkedHashMap<>();
        old.forEach(each -> all.put(each.split("=", 2)[0], each));
        pairs(argument).forEach((key, value) -> all.put(key, key + "=" + value));
        return new ArrayList<>(all.values());
    }

    /** {@code a=b c="d e"}, or the older {@code a b c}, whose value is the whole rest. */
    private static Map<String, String> pairs(String argument) {
        Map<String, String> pairs = new LinkedHashMap<>();
        List<String> words = unquoted(argument);
        if (words.getFirst().indexOf('=') < 0) {
            int space = argument.indexOf(' ');
            pairs.put(
                    words.getFirst(),
                    space < 0 ? "" : argument.substring(space + 1).strip());
            return pairs;
        }
        for (String word : words) {
            String[] pair = word.split("=", 2);
            if (pair.length < 2) {
                throw EngineException.invalid("\"" + word + "\" is not of the form name=value");
            }
            pairs.put(pair[0], pair[1]);
        }
        return pairs;
    }

    private static List<String> unquoted(String argument) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c == '\\' && i + 1 < argument.length() && quote != '\'') {
                word.append(argument.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
