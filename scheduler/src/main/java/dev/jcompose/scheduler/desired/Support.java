package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of values that the reader of a stack does not ask for: those that the client honours are its own, some have no
 * effect on one host and the plan says so, and everything else is refused. {@code *} stands for any one name or item; a rule
 * holds for all below it.
 */
final class Support {

    /** What the command line has done with them before it sent the model, or does by itself. */
    private static final List<String> CLIENTS = List.of(
            "models",
            "name",
            "services.*.attach",
            "services.*.build.context",
            "services.*.build.dockerfile_inline",
            "services.*.develop",
            "services.*.env_file",
            "services.*.label_file",
            "services.*.models",
            "services.*.profiles",
            "services.*.provider",
            "services.*.use_api_socket",
            "secrets.*.environment",
            "secrets.*.file",
            "secrets.*.content",
            "secrets.*.external",
            "configs.*.content",
            "configs.*.environment",
            "configs.*.file",
            "configs.*.external");

    private static final String WINDOWS = "it speaks of Windows containers";
    private static final String ONE_COPY = "secrets and configs are no objects of their own on one host";
    private static final String ONE_NODE = "there is one node";
    private static final String BUILT_HERE = "secrets of a build are files of root alone";

    /** The closed list of what has no effect, each with its reason. */
    private static final Map<String, String> WITHOUT_EFFECT = Map.ofEntries(
            Map.entry("services.*.cpu_count", WINDOWS),
            Map.entry("services.*.cpu_percent", WINDOWS),
            Map.entry("services.*.credential_spec", WINDOWS),
            Map.entry("services.*.isolation", WINDOWS),
            Map.entry("services.*.build.isolation", WINDOWS),
            Map.entry(
                    "services.*.build.platforms",
                    "an image is built for one platform: that of the service, or else the node's"),
            Map.entry("services.*.build.secrets.*.uid", BUILT_HERE),
            Map.entry("services.*.build.secrets.*.gid", BUILT_HERE),
            Map.entry("services.*.build.secrets.*.mode", BUILT_HERE),
            Map.entry(
                    "services.*.deploy.endpoint_mode",
                    "a service's name answers with the addresses of all its replicas"),
            Map.entry(
                    "services.*.deploy.labels", "they are labels of a service, and containers alone have labels here"),
            Map.entry("services.*.deploy.placement.preferences", ONE_NODE),
            Map.entry("services.*.deploy.resources.reservations.cpus", ONE_NODE),
            Map.entry("services.*.deploy.resources.reservations.generic_resources", ONE_NODE),
            Map.entry(
                    "services.*.networks.*.driver_opts.*",
                    "of an endpoint's options com.docker.network.endpoint.ifname alone is known"),
            Map.entry("services.*.ports.*.app_protocol", "it is a hint to readers of the file"),
            Map.entry("services.*.ports.*.mode", ONE_NODE),
            Map.entry("services.*.ports.*.name", "it is a hint to readers of the file"),
            Map.entry("services.*.userns_mode", "every container has the user namespace of the host"),
            Map.entry("services.*.volumes.*.bind.selinux", "files get no labels of SELinux from this engine"),
            Map.entry("services.*.volumes.*.consistency", "every mount on Linux is consistent"),
            Map.entry("networks.*.ipam.options", "the default driver, the one there is, has no options"),
            Map.entry("secrets.*.labels", ONE_COPY),
            Map.entry("secrets.*.name", ONE_COPY),
            Map.entry("configs.*.labels", ONE_COPY),
            Map.entry("configs.*.name", ONE_COPY));

    private Support() {}

    /**
     * What to tell about values that were not asked for.
     *
     * @return notices, each beginning with the value's path
     * @throws EngineException naming every path that is not supported, one a line
     */
    static List<String> notices(List<List<String>> unread) {
        var notices = new TreeSet<String>();
        List<String> refused = new ArrayList<>();
        for (List<String> way : unread) {
            String rule = WITHOUT_EFFECT.keySet().stream()
                    .filter(pattern -> covers(pattern, way))
                    .findFirst()
                    .orElse(null);
            if (rule != null) {
                notices.add(path(way, rule) + " has no effect here: " + WITHOUT_EFFECT.get(rule));
            } else if (CLIENTS.stream().noneMatch(pattern -> covers(pattern, way))) {
                refused.add(path(way, null) + " is not supported by this daemon: leave it out");
            }
        }
        if (!refused.isEmpty()) {
            throw new EngineException(ErrorKind.NOT_SUPPORTED, String.join("\n", refused));
        }
        return List.copyOf(notices);
    }

    private static boolean covers(String pattern, List<String> way) {
        String[] steps = pattern.split("\\.");
        if (steps.length > way.size()) {
            return false;
        }
        for (int i = 0; i < steps.length; i++) {
            if (!steps[i].equals("*") && !steps[i].equals(way.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** As the loader writes it, {@code services.web.ports[0].mode}, no longer than the rule that covers it. */
    private static String path(List<String> way, @Nullable String rule) {
        int length = rule == null ? way.size() : rule.split("\\.").length;
        StringBuilder path = new StringBuilder();
        for (String step : way.subList(0, length)) {
            boolean item = !step.isEmpty() && step.chars().allMatch(Character::isDigit);
            path.append(item ? "[" + step + "]" : path.isEmpty() ? step : "." + step);
        }
        return path.toString();
    }
}
