package dev.jcompose.daemon;

import dev.jcompose.api.error.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the daemon keeps its things, from its command line, else from the environment, else the system's folders. */
record Arguments(Path dataRoot, Path runRoot) {

    static Arguments parse(List<String> args, Map<String, String> environment) {
        String data = environment.getOrDefault("JCOMPOSE_DATA_ROOT", "/var/lib/jcompose");
        String run = environment.getOrDefault("JCOMPOSE_RUN_ROOT", "/run/jcompose");
        for (int i = 0; i < args.size(); i += 2) {
            if (i + 1 == args.size()) {
                throw EngineException.invalid(args.get(i) + " needs a folder");
            }
            switch (args.get(i)) {
                case "--data-root" -> data = args.get(i + 1);
                case "--run-root" -> run = args.get(i + 1);
                default ->
                    throw EngineException.invalid("unknown argument " + args.get(i)
                            + ": the daemon takes --data-root DIR and --run-root DIR");
            }
        }
        return new Arguments(Path.of(data), Path.of(run));
    }
}
