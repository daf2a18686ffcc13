package dev.jcompose.cli.provider;

import dev.jcompose.cli.DockerConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a caller's programs are: the plugins of Docker's command line, and PATH.
 *
 * @param cwd of the caller
 */
record PluginPath(Map<String, String> env, Path cwd) {
    private static final List<String> HOST = List.of(
            "/usr/local/lib/docker/cli-plugins",
            "/usr/local/libexec/docker/cli-plugins",
            "/usr/lib/docker/cli-plugins",
            "/usr/libexec/docker/cli-plugins");

    /** {@code docker-NAME} in a folder of plugins. */
    Optional<Path> plugin(String name) {
        DockerConfig config = new DockerConfig(env);
        List<Path> folders = new ArrayList<>();
        folders.add(config.file().resolveSibling("cli-plugins"));
        config.read().path("cliPluginsExtraDirs").forEach(extra -> folders.add(cwd.resolve(extra.asText())));
        HOST.forEach(folder -> folders.add(Path.of(folder)));
        return folders.stream()
                .map(folder -> folder.resolve("docker-" + name))
                .filter(PluginPath::isProgram)
                .findFirst();
    }

    /** In PATH; a name with a slash is a path of its own. */
    Optional<Path> program(String name) {
        if (name.contains("/")) {
            return Optional.of(cwd.resolve(name)).filter(PluginPath::isProgram);
        }
        for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path file = cwd.resolve(folder).resolve(name);
            if (!folder.isEmpty() && isProgram(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
