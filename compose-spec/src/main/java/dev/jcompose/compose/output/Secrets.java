package dev.jcompose.compose.output;

import dev.jcompose.compose.environment.SecretNames;
import dev.jcompose.compose.interpolate.VariableUse;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.PathRules;
import dev.jcompose.compose.node.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which values below a place of the stack are secrets: by place, by the names of keys and variables, by how they read.
 *
 * @param places true for what is secret, false for a mapping whose keys the user chose
 * @param chosen whether the keys here are the user's, so that their names tell something
 * @param all whether every value here is secret
 */
record Secrets(PathRules<Boolean> places, boolean chosen, boolean all) {
    static final Secrets OF_STACK = new Secrets(PathRules.of(rules()), false, false);
    static final Secrets ALL = new Secrets(PathRules.of(Map.of()), false, true);

    private static final Pattern ASSIGNED = Pattern.compile("([A-Za-z_][\\w.-]*)=\\S");
    private static final Pattern LOGIN_IN_URL = Pattern.compile("://[^/@\\s:]*:[^/@\\s]+@");

    private static Map<String, Boolean> rules() {
        Map<String, Boolean> rules = new HashMap<>();
        for (String content : List.of("secrets.*.content", "configs.*.content")) {
            rules.put(content, true);
        }
        for (String own : List.of(
                "services.*.environment",
                "services.*.labels",
                "services.*.annotations",
                "services.*.build.args",
                "services.*.build.labels",
                "services.*.deploy.labels",
                "services.*.logging.options",
                "services.*.storage_opt",
                "services.*.provider.options",
                "services.*.networks.*.driver_opts",
                "services.*.pre_start.*.environment",
                "services.*.post_start.*.environment",
                "services.*.pre_stop.*.environment",
                "services.*.develop.watch.*.exec.environment",
                "networks.*.driver_opts",
                "networks.*.ipam.options",
                "networks.*.labels",
                "volumes.*.driver_opts",
                "volumes.*.labels",
                "secrets.*.driver_opts",
                "secrets.*.labels",
                "configs.*.driver_opts",
                "configs.*.labels")) {
            rules.put(own, false);
        }
        return rules;
    }

    Secrets below(String key) {
        if (all) {
            return this;
        }
        PathRules<Boolean> next = places.key(key);
        boolean secret = Boolean.TRUE.equals(next.rule()) || (chosen && SecretNames.isSecret(key));
        boolean own = chosen || Boolean.FALSE.equals(next.rule()) || key.startsWith("x-");
        return new Secrets(next, own, secret);
    }

    Secrets item() {
        return all ? this : new Secrets(places.item(), chosen, false);
    }

    /** Whether a value at this place is secret. */
    boolean hold(Scalar scalar) {
        return !scalar.isNull()
                && !scalar.text().isEmpty()
                && (all
                        || reads(scalar.text())
                        || scalar.origin().chain().stream().anyMatch(Secrets::isOfVariable));
    }

    /** Whether what follows a word of a command line is its secret value. */
    static boolean isFlag(String word) {
        return word.startsWith("-") && word.indexOf('=') < 0 && SecretNames.isSecret(word);
    }

    private static boolean reads(String text) {
        if (LOGIN_IN_URL.matcher(text).find()) {
            return true;
        }
        Matcher assigned = ASSIGNED.matcher(text);
        while (assigned.find()) {
            if (SecretNames.isSecret(assigned.group(1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfVariable(Origin step) {
        return step.step() == Origin.Step.INTERPOLATION
                && step.detail() != null
                && VariableUse.of(step.detail()).keySet().stream().anyMatch(SecretNames::isSecret);
    }
}
