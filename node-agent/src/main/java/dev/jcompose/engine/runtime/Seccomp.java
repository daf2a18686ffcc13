package dev.jcompose.engine.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Docker's default profile, read from {@code seccomp.txt} for a set of capabilities on this architecture. */
final class Seccomp {
    private static final int EPERM = 1;
    private static final String ARCHITECTURE = "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64";
    private static final Map<String, List<String>> ARCHITECTURES = Map.of(
            "amd64", List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"),
            "arm64", List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"));
    private static final Pattern RULE = Pattern.compile(
            "(?<conditions>(?:\\w+=\\S+ )*)(?<action>allow|errno)(?:\\((?<detail>[^)]*)\\))? (?<names>.+)");
    private static final Pattern ARGUMENT = Pattern.compile("(\\d+) (==|!=|&(\\d+)==) (\\d+)");
    private static final List<Rule> RULES = load();

    private Seccomp() {}

    private record Rule(List<String> conditions, OciSpec.Syscall syscall) {
        boolean holds(Set<String> capabilities) {
            return conditions.stream().allMatch(condition -> {
                String value = condition.substring(condition.indexOf('=') + 1);
                return switch (condition.substring(0, condition.indexOf('='))) {
                    case "arch" -> List.of(value.split(",")).contains(ARCHITECTURE);
                    case "cap" -> capabilities.contains(value);
                    case "nocap" -> !capabilities.contains(value);
                    default -> throw new IllegalStateException(condition);
                };
            });
        }
    }

    static OciSpec.Seccomp profile(Set<String> capabilities) {
        List<OciSpec.Syscall> syscalls = RULES.stream()
                .filter(rule -> rule.holds(capabilities))
                .map(Rule::syscall)
                .toList();
        return new OciSpec.Seccomp(
                "SCMP_ACT_ERRNO", EPERM, ARCHITECTURES.getOrDefault(ARCHITECTURE, List.of()), List.of(), syscalls);
    }

    private static List<Rule> load() {
        try (var in = Seccomp.class.getResourceAsStream("seccomp.txt")) {
            if (in == null) {
                throw new IllegalStateException("seccomp.txt is missing beside " + Seccomp.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Seccomp::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Rule parse(String line) {
        var matcher = RULE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("no seccomp rule: " + line);
        }
        String detail = matcher.group("detail");
        boolean allow = matcher.group("action").equals("allow");
        var syscall = new OciSpec.Syscall(
                List.of(matcher.group("names").split(" ")),
                allow ? "SCMP_ACT_ALLOW" : "SCMP_ACT_ERRNO",
                allow ? null : Integer.valueOf(detail),
                allow && detail != null ? List.of(argument(detail)) : List.of());
        List<String> conditions = Arrays.stream(matcher.group("conditions").split(" "))
                .filter(c -> !c.isEmpty())
                .toList();
        return new Rule(conditions, syscall);
    }

    private static OciSpec.Argument argument(String text) {
        var matcher = ARGUMENT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("no seccomp argument: " + text);
        }
        int index = Integer.parseInt(matcher.group(1));
        long value = Long.parseLong(matcher.group(4));
        return switch (matcher.group(2)) {
            case "==" -> new OciSpec.Argument(index, value, 0, "SCMP_CMP_EQ");
            case "!=" -> new OciSpec.Argument(index, value, 0, "SCMP_CMP_NE");
            default -> new OciSpec.Argument(index, Long.parseLong(matcher.group(3)), value, "SCMP_CMP_MASKED_EQ");
        };
    }

    /** A profile of the user's own in Docker's JSON form, where arguments and conditions look as in OCI's but for the names. */
    static OciSpec.Seccomp custom(JsonNode json, Set<String> capabilities) {
        if (!json.hasNonNull("defaultAction")) {
            throw EngineException.invalid("seccomp profile: defaultAction is missing");
        }
        List<OciSpec.Syscall> syscalls = new ArrayList<>();
        for (JsonNode rule : json.path("syscalls")) {
            if (!holds(rule.path("includes"), capabilities, true)
                    || !holds(rule.path("excludes"), capabilities, false)) {
                continue;
            }
            List<String> names = strings(rule.path("names"));
            if (rule.hasNonNull("name")) {
                names.add(rule.path("name").asText());
            }
            List<OciSpec.Argument> arguments = new ArrayList<>();
            for (JsonNode a : rule.path("args")) {
                arguments.add(new OciSpec.Argument(
                        a.path("index").asInt(),
                        a.path("value").asLong(),
                        a.path("valueTwo").asLong(),
                        a.path("op").asText()));
            }
            Integer errno = rule.hasNonNull("errnoRet")
                    ? Integer.valueOf(rule.path("errnoRet").asInt())
                    : null;
            syscalls.add(new OciSpec.Syscall(names, rule.path("action").asText(), errno, arguments));
        }
        List<String> architectures = strings(json.path("architectures"));
        return new OciSpec.Seccomp(
                json.path("defaultAction").asText(),
                json.hasNonNull("defaultErrnoRet")
                        ? Integer.valueOf(json.path("defaultErrnoRet").asInt())
                        : null,
                architectures.isEmpty() ? ARCHITECTURES.getOrDefault(ARCHITECTURE, List.of()) : architectures,
                strings(json.path("flags")),
                syscalls);
    }

    private static boolean holds(JsonNode condition, Set<String> capabilities, boolean wanted) {
        List<String> caps = strings(condition.path("caps"));
        List<String> arches = strings(condition.path("arches"));
        List<Boolean> held = caps.stream()
                .map(c -> capabilities.contains(c.replaceFirst("^CAP_", "")))
                .toList();
        boolean archHolds = arches.contains(ARCHITECTURE);
        return wanted ? !held.contains(false) && (arches.isEmpty() || archHolds) : !held.contains(true) && !archHolds;
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(each -> values.add(each.asText()));
        return values;
    }
}
