package dev.jcompose.engine.build;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.json.Empty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of an image's configuration that add to what it has. */
final class ImageSettings {
    private ImageSettings() {}

    static Map<String, String> env(ContainerConfig config) {
        var env = new LinkedHashMap<String, String>();
        for (String each : config.command().env()) {
            int equals = each.indexOf('=');
            env.put(equals < 0 ? each : each.substring(0, equals), equals < 0 ? "" : each.substring(equals + 1));
        }
        return env;
    }

    static ContainerConfig withEnv(ContainerConfig config, Map<String, String> env) {
        var list = new ArrayList<String>();
        env.forEach((key, value) -> list.add(key + "=" + value));
        return config.withCommand(config.command().withEnv(List.copyOf(list)));
    }

    static ContainerConfig withMoreLabels(ContainerConfig config, Map<String, String> more) {
        var labels = new LinkedHashMap<>(config.labels());
        labels.putAll(more);
        return config.withLabels(Map.copyOf(labels));
    }

    static ContainerConfig withMorePorts(ContainerConfig config, Collection<String> ports) {
        return config.withExposedPorts(plus(config.exposedPorts(), ports));
    }

    static ContainerConfig withMoreVolumes(ContainerConfig config, Collection<String> paths) {
        return config.withVolumes(plus(config.volumes(), paths));
    }

    private static Map<String, Empty> plus(Map<String, Empty> before, Collection<String> more) {
        var all = new TreeMap<>(before);
        more.forEach(each -> all.put(each, Empty.EMPTY));
        return all;
    }
}
