package dev.jcompose.daemon;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.EngineConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where the daemon keeps its things and what it may do, from its command line, else from the environment, else the usual.
 *
 * @param cdiFolders those of JCOMPOSE_CDI_DIRS, separated by colons, else the usual
 * @param openFirewall whether it may add rules to chains of others that drop what containers send or get
 */
record Arguments(Path dataRoot, Path runRoot, List<Path> cdiFolders, boolean openFirewall) {

    static Arguments parse(List<String> args, Map<String, String> environment) {
        String data = environment.getOrDefault("JCOMPOSE_DATA_ROOT", "/var/lib/jcompose");
        String run = environment.getOrDefault("JCOMPOSE_RUN_ROOT", "/run/jcompose");
        boolean open = List.of("1", "true", "yes").contains(environment.getOrDefault("JCOMPOSE_OPEN_FIREWALL", ""));
        for (int i = 0; i < args.size(); i++) {
            switch (args.get(i)) {
                case "--data-root" -> data = folder(args, i++);
                case "--run-root" -> run = folder(args, i++);
                case "--open-firewall" -> open = true;
                default ->
                    throw EngineException.invalid("unknown argument " + args.get(i)
                            + ": the daemon takes --data-root DIR, --run-root DIR and --open-firewall");
            }
        }
        return new Arguments(
                Path.of(data), Path.of(run), cdiFolders(environment.getOrDefault("JCOMPOSE_CDI_DIRS", "")), open);
    }

    private static List<Path> cdiFolders(String given) {
        return given.isEmpty()
                ? EngineConfig.CDI_FOLDERS
                : Arrays.stream(given.split(":")).map(Path::of).toList();
    }

    private static String folder(List<String> args, int option) {
        if (option + 1 == args.size()) {
            throw EngineException.invalid(args.get(option) + " needs a folder");
        }
        return args.get(option + 1);
    }
}
