package dev.jcompose.compose.interpolate;

import dev.jcompose.compose.node.BooleanWord;
import dev.jcompose.compose.node.Numbers;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.problem.Problems;
import java.util.HashMap;
import java.util.Map;

/** Which interpolated values are numbers and booleans. */
final class Casts {
    static final PathRules<Cast> RULES = PathRules.of(table());

    private Casts() {}

    private static Map<String, Cast> table() {
        Map<String, Cast> table = new HashMap<>();
        for (String integer : new String[] {
            "cpu_count",
            "cpu_period",
            "cpu_quota",
            "cpu_rt_period",
            "cpu_rt_runtime",
            "cpu_shares",
            "deploy.replicas",
            "deploy.update_config.parallelism",
            "deploy.rollback_config.parallelism",
            "deploy.restart_policy.max_attempts",
            "deploy.placement.max_replicas_per_node",
            "healthcheck.retries",
            "oom_score_adj",
            "pids_limit",
            "ports.*.target",
            "scale",
            "ulimits.*",
            "ulimits.*.hard",
            "ulimits.*.soft"
        }) {
            table.put("services.*." + integer, Casts::integer);
        }
        for (String decimal : new String[] {
            "cpu_percent", "cpus", "deploy.update_config.max_failure_ratio", "deploy.rollback_config.max_failure_ratio"
        }) {
            table.put("services.*." + decimal, Casts::decimal);
        }
        for (String flag : new String[] {
            "init",
            "depends_on.*.required",
            "depends_on.*.restart",
            "healthcheck.disable",
            "oom_kill_disable",
            "privileged",
            "read_only",
            "stdin_open",
            "tty",
            "volumes.*.read_only",
            "volumes.*.volume.nocopy"
        }) {
            table.put("services.*." + flag, Casts::flag);
        }
        for (String flag : new String[] {"external", "internal", "attachable", "enable_ipv4", "enable_ipv6"}) {
            table.put("networks.*." + flag, Casts::flag);
        }
        for (String resource : new String[] {"volumes", "secrets", "configs"}) {
            table.put(resource + ".*.external", Casts::flag);
        }
        return table;
    }

    static Object integer(String text, Scalar of, Problems problems) throws CastException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CastException("\"%s\" is no integer".formatted(text));
        }
    }

    static Object decimal(String text, Scalar of, Problems problems) throws CastException {
        Double number = Numbers.parse(text);
        if (number == null || number.isInfinite()) {
            throw new CastException("\"%s\" is no number".formatted(text));
        }
        return number;
    }

    static Object flag(String text, Scalar of, Problems problems) throws CastException {
        BooleanWord word = BooleanWord.of(text);
        if (word == null) {
            throw new CastException("invalid boolean: \"%s\"".formatted(text));
        }
        if (word.old()) {
            problems.warn("boolean", of.position(), word.warning(text));
        }
        return word.value();
    }
}
