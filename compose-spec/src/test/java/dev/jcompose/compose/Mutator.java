package dev.jcompose.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes stack files at random: lines moved, values swapped for odd ones, keys renamed, characters lost. */
final class Mutator {
    private static final List<String> VALUES = List.of(
            "null",
            "{}",
            "[]",
            "0",
            "-1",
            "1.5",
            "true",
            "\"\"",
            "x",
            "[x]",
            "{a: b}",
            "*a",
            "${V}",
            "${V:?}",
            "$",
            "!reset null",
            "!override []",
            "99999999999999999999",
            ".inf",
            "2020-01-01",
            "1s",
            "8080:80",
            "./a:/b",
            "a=b",
            "[[[]]]",
            "{a: {b: [c]}}",
            "'''",
            "\"\\u0041\"",
            "|\n  x",
            "&a x",
            "<<",
            "service:web",
            "~/x");
    private static final List<String> ODD_KEYS = List.of(
            "image",
            "build",
            "ports",
            "volumes",
            "networks",
            "environment",
            "depends_on",
            "deploy",
            "extends",
            "include",
            "services",
            "secrets",
            "configs",
            "healthcheck",
            "ulimits",
            "labels",
            "command",
            "x-foo",
            "profiles",
            "scale",
            "env_file",
            "develop",
            "logging",
            "external",
            "name",
            "models",
            "provider",
            "<<",
            "1",
            "true");

    private static final List<String> KEYS = schemaKeys();

    private final RandomGenerator random;

    /** Every key that the schema knows, and some that it does not. */
    private static List<String> schemaKeys() {
        try (var in = Mutator.class.getResourceAsStream("validate/compose-spec.json")) {
            String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Set<String> keys = new TreeSet<>(ODD_KEYS);
            Matcher named = Pattern.compile("\"([a-z][a-z0-9_]*)\": *\\{").matcher(schema);
            while (named.find()) {
                keys.add(named.group(1));
            }
            return List.copyOf(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    String mutate(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int changes = 1 + random.nextInt(3);
        boolean gentle = random.nextInt(100) < 35;
        for (int i = 0; i < changes && !lines.isEmpty(); i++) {
            if (gentle) {
                adjust(lines);
            } else {
                change(lines);
            }
        }
        return String.join("\n", lines);
    }

    /** A change that a valid file mostly survives. */
    private void adjust(List<String> lines) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        int digit = line.replaceAll("[0-9]", "0").lastIndexOf('0');
        switch (random.nextInt(3)) {
            case 0 -> {
                if (digit >= 0) {
                    lines.set(at, line.substring(0, digit) + (1 + random.nextInt(9)) + line.substring(digit + 1));
                }
            }
            case 1 -> lines.set(at, line.matches(".*[a-z]$") ? line + "x" : line + " # " + pick(VALUES));
            default -> lines.add(at, random.nextBoolean() ? "" : "# " + pick(KEYS));
        }
    }

    private void change(List<String> lines) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        int colon = line.indexOf(':');
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2, 3, 4 ->
                lines.set(
                        at, colon < 0 ? dash(line) + pick(VALUES) : line.substring(0, colon + 1) + " " + pick(VALUES));
            case 5 ->
                lines.set(at, colon < 0 ? line : line.substring(0, indent(line)) + pick(KEYS) + line.substring(colon));
            case 6 -> lines.set(at, random.nextBoolean() ? "  " + line : line.stripLeading());
            default -> {
                if (!line.isEmpty()) {
                    int cut = random.nextInt(line.length());
                    lines.set(at, line.substring(0, cut) + line.substring(cut + 1));
                }
            }
        }
    }

    private static String dash(String line) {
        int dash = line.indexOf("- ");
        return dash < 0 ? line.substring(0, indent(line)) : line.substring(0, dash + 2);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
