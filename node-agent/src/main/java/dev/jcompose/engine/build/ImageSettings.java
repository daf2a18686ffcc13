package dev.jcompose.engine.build;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerConfig.Stopping;
import dev.jcompose.api.container.Healthcheck;
import dev.jcompose.api.json.Empty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One change each of an image's configuration. */
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
        var c = config.command();
        return config.withCommand(
                new Command(c.entrypoint(), c.cmd(), List.copyOf(list), c.workingDir(), c.user(), c.shell()));
    }

    static ContainerConfig withWorkingDir(ContainerConfig config, String folder) {
        var c = config.command();
        return config.withCommand(new Command(c.entrypoint(), c.cmd(), c.env(), folder, c.user(), c.shell()));
    }

    static ContainerConfig withUser(ContainerConfig config, String user) {
        var c = config.command();
        return config.withCommand(new Command(c.entrypoint(), c.cmd(), c.env(), c.workingDir(), user, c.shell()));
    }

    static ContainerConfig withShell(ContainerConfig config, List<String> shell) {
        var c = config.command();
        return config.withCommand(new Command(c.entrypoint(), c.cmd(), c.env(), c.workingDir(), c.user(), shell));
    }

    static ContainerConfig withProcess(
            ContainerConfig config, @Nullable List<String> entrypoint, @Nullable List<String> cmd) {
        var c = config.command();
        return config.withCommand(new Command(entrypoint, cmd, c.env(), c.workingDir(), c.user(), c.shell()));
    }

    static ContainerConfig withMoreLabels(ContainerConfig config, Map<String, String> more) {
        var labels = new LinkedHashMap<>(config.labels());
        labels.putAll(more);
        return config.withLabels(Map.copyOf(labels));
    }

    static ContainerConfig withPorts(ContainerConfig c, Collection<String> ports) {
        return new ContainerConfig(
                c.identity(),
                c.stdio(),
                c.command(),
                c.stopping(),
                c.image(),
                c.labels(),
                plus(c.exposedPorts(), ports),
                c.volumes(),
                c.healthcheck(),
                c.onBuild());
    }

    static ContainerConfig withVolumes(ContainerConfig c, Collection<String> paths) {
        return new ContainerConfig(
                c.identity(),
                c.stdio(),
                c.command(),
                c.stopping(),
                c.image(),
                c.labels(),
                c.exposedPorts(),
                plus(c.volumes(), paths),
                c.healthcheck(),
                c.onBuild());
    }

    static ContainerConfig withHealthcheck(ContainerConfig c, Healthcheck check) {
        return new ContainerConfig(
                c.identity(),
                c.stdio(),
                c.command(),
                c.stopping(),
                c.image(),
                c.labels(),
                c.exposedPorts(),
                c.volumes(),
                check,
                c.onBuild());
    }

    static ContainerConfig withStopSignal(ContainerConfig c, String signal) {
        return new ContainerConfig(
                c.identity(),
                c.stdio(),
                c.command(),
                new Stopping(signal, c.stopping().stopTimeout()),
                c.image(),
                c.labels(),
                c.exposedPorts(),
                c.volumes(),
                c.healthcheck(),
                c.onBuild());
    }

    static ContainerConfig withTriggers(ContainerConfig c, List<String> triggers) {
        return new ContainerConfig(
                c.identity(),
                c.stdio(),
                c.command(),
                c.stopping(),
                c.image(),
                c.labels(),
                c.exposedPorts(),
                c.volumes(),
                c.healthcheck(),
                triggers);
    }

    private static Map<String, Empty> plus(Map<String, Empty> before, Collection<String> more) {
        var all = new TreeMap<>(before);
        more.forEach(each -> all.put(each, Empty.EMPTY));
        return all;
    }
}
