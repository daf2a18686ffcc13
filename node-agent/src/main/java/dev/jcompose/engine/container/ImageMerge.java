package dev.jcompose.engine.container;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerConfig.Stopping;
import dev.jcompose.api.container.Healthcheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills what a container leaves open with what its image says, by Docker's rules. */
public final class ImageMerge {
    private ImageMerge() {}

    public static ContainerConfig merge(ContainerConfig own, ContainerConfig image) {
        String signal = own.stopping().stopSignal().isEmpty()
                ? image.stopping().stopSignal()
                : own.stopping().stopSignal();
        return new ContainerConfig(
                own.identity(),
                own.stdio(),
                command(own.command(), image.command()),
                new Stopping(signal, own.stopping().stopTimeout()),
                own.image(),
                union(image.labels(), own.labels()),
                union(image.exposedPorts(), own.exposedPorts()),
                union(image.volumes(), own.volumes()),
                health(own.healthcheck(), image.healthcheck()),
                List.of());
    }

    private static Command command(Command own, Command image) {
        List<String> entrypoint = own.entrypoint();
        List<String> cmd = own.cmd();
        if (entrypoint == null || entrypoint.isEmpty()) {
            if (cmd == null || cmd.isEmpty()) {
                cmd = image.cmd();
            }
            // An entrypoint given as [] takes the image's as well; [""] is how it is taken away.
            entrypoint = image.entrypoint();
        } else if (entrypoint.equals(List.of(""))) {
            entrypoint = null;
        }
        return new Command(
                entrypoint,
                cmd,
                environment(own.env(), image.env()),
                own.workingDir().isEmpty() ? image.workingDir() : own.workingDir(),
                own.user().isEmpty() ? image.user() : own.user(),
                own.shell().isEmpty() ? image.shell() : own.shell());
    }

    private static List<String> environment(List<String> own, List<String> image) {
        Set<String> names = own.stream().map(e -> e.split("=", 2)[0]).collect(Collectors.toSet());
        List<String> all = new ArrayList<>(own);
        image.stream().filter(e -> !names.contains(e.split("=", 2)[0])).forEach(all::add);
        return all;
    }

    private static <V> Map<String, V> union(Map<String, V> below, Map<String, V> above) {
        Map<String, V> all = new LinkedHashMap<>(below);
        all.putAll(above);
        return all;
    }

    private static @Nullable Healthcheck health(@Nullable Healthcheck own, @Nullable Healthcheck image) {
        if (own == null || image == null) {
            return own == null ? image : own;
        }
        return new Healthcheck(
                own.test().isEmpty() ? image.test() : own.test(),
                own.interval() == 0 ? image.interval() : own.interval(),
                own.timeout() == 0 ? image.timeout() : own.timeout(),
                own.startPeriod() == 0 ? image.startPeriod() : own.startPeriod(),
                own.startInterval() == 0 ? image.startInterval() : own.startInterval(),
                own.retries() == 0 ? image.retries() : own.retries());
    }
}
