package dev.jcompose.engine.build;

import dev.jcompose.api.container.Healthcheck;
import dev.jcompose.api.json.GoDuration;
import dev.jcompose.engine.build.Instruction.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** HEALTHCHECK, with Go's durations. */
final class HealthParser {
    private static final long MILLISECOND = 1_000_000;

    private HealthParser() {}

    static Instruction parse(Line line) {
        var flags = InstructionParser.flags(
                line, Set.of("interval", "timeout", "start-period", "start-interval", "retries"));
        String[] words = line.text().split("\\s+", 2);
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "NONE" -> new Instruction.Health(line, new Healthcheck(List.of("NONE"), 0, 0, 0, 0, 0));
            case "CMD" ->
                new Instruction.Health(
                        line,
                        new Healthcheck(
                                test(line, words.length < 2 ? "" : words[1]),
                                duration(line, flags, "interval"),
                                duration(line, flags, "timeout"),
                                duration(line, flags, "start-period"),
                                duration(line, flags, "start-interval"),
                                retries(line, flags.getOrDefault("retries", "0"))));
            default -> throw line.fault("Unknown type \"" + words[0] + "\" in HEALTHCHECK (try CMD)");
        };
    }

    private static List<String> test(Line line, String command) {
        if (command.isEmpty()) {
            throw line.fault("Missing command after HEALTHCHECK CMD");
        }
        return switch (InstructionParser.command(command)) {
            case CommandLine.Exec exec -> {
                var test = new ArrayList<>(List.of("CMD"));
                test.addAll(exec.words());
                yield test;
            }
            case CommandLine.Script script -> List.of("CMD-SHELL", script.text());
        };
    }

    private static int retries(Line line, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw line.fault("--retries must be a number that is not negative, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static long duration(Line line, Map<String, String> flags, String name) {
        String text = flags.getOrDefault(name, "0s");
        long nanos = GoDuration.nanos(text)
                .orElseThrow(() -> line.fault("--" + name + "=" + text + " is no duration: write 30s or 1m30s"));
        if (nanos != 0 && nanos < MILLISECOND) {
            throw line.fault("Interval \"" + name + "\" cannot be less than 1ms");
        }
        return nanos;
    }
}
