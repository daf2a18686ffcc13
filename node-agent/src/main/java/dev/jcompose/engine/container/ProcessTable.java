package dev.jcompose.engine.container;

import dev.jcompose.api.container.Top;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The processes of a container as the host's {@code ps} prints them. */
final class ProcessTable {
    private ProcessTable() {}

    /** @param arguments of ps; empty is {@code -ef} */
    static Top of(List<Integer> pids, String arguments) {
        List<String> argv = new ArrayList<>(List.of("ps"));
        String wanted = arguments.isBlank() ? "-ef" : arguments.strip();
        argv.addAll(Arrays.asList(wanted.split("\\s+")));
        List<String> lines = run(argv, pids);
        List<String> titles = Arrays.asList(lines.getFirst().strip().split("\\s+"));
        int column = titles.indexOf("PID");
        if (column < 0) {
            throw EngineException.invalid("Couldn't find PID field in ps output: add pid to the columns of " + wanted);
        }
        Set<String> own = pids.stream().map(String::valueOf).collect(Collectors.toSet());
        List<List<String>> processes = lines.stream()
                .skip(1)
                // The last column is the command, whose words belong together.
                .map(line -> Arrays.asList(line.strip().split("\\s+", titles.size())))
                .filter(row -> row.size() > column && own.contains(row.get(column)))
                .toList();
        return new Top(titles, processes);
    }

    private static List<String> run(List<String> argv, List<Integer> pids) {
        // By themselves the columns alone choose those of this terminal. Not every choice goes with one by pid.
        List<String> chosen = new ArrayList<>(argv);
        chosen.add("-q" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        Printed printed = print(chosen);
        if (printed.code() != 0) {
            printed = print(argv);
        }
        if (printed.code() != 0) {
            throw EngineException.invalid("ps: " + printed.text().strip());
        }
        return printed.text().lines().toList();
    }

    private record Printed(int code, String text) {}

    private static Printed print(List<String> argv) {
        try {
            Process ps = new ProcessBuilder(argv).redirectErrorStream(true).start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Printed(ps.waitFor(), text);
        } catch (IOException e) {
            throw EngineException.unavailable("ps is missing on this host: install procps", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("interrupted while ps ran", e);
        }
    }
}
