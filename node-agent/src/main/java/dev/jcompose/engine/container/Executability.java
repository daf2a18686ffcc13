package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.OciSpec;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the kernel can run the command of a container that is made and not started: it says the same {@code No such file or
 * directory} of a program and of what the program is run by, and to the runtime alone.
 */
final class Executability {
    private static final String PATH = "PATH=";

    private Executability() {}

    /**
     * INVALID where what runs the program is missing; in doubt nothing is said.
     *
     * @param program the first word of the command
     * @param process that runs it, with its variables and folder
     * @param pid of the container's first process, in whose root all is mounted
     */
    static void check(String program, OciSpec.Process process, int pid) {
        try (var root = Dir.of(Path.of("/proc/" + pid + "/root"))) {
            for (String path : candidates(program, process)) {
                if (root.find(path).isPresent()) {
                    check(root, path, process.cwd());
                    return;
                }
            }
        } catch (LinuxException e) {
            // What cannot be looked at is the kernel's to judge.
        }
    }

    private static void check(Dir root, String program, String folder) {
        Optional<Interpreter> needed = Interpreter.of(head(root, program));
        if (needed.isPresent()
                && root.find(absolute(folder, needed.get().path())).isEmpty()) {
            throw EngineException.invalid("exec " + program + ": no such file or directory: "
                            + needed.get().missing(program))
                    .about("entrypoint");
        }
    }

    private static byte[] head(Dir root, String program) {
        try (var file = root.read(program).input()) {
            return file.readNBytes(Interpreter.HEAD);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static List<String> candidates(String program, OciSpec.Process process) {
        if (program.contains("/")) {
            return List.of(absolute(process.cwd(), program));
        }
        return process.env().stream()
                .filter(each -> each.startsWith(PATH))
                .flatMap(each -> Stream.of(each.substring(PATH.length()).split(":")))
                .map(each -> absolute(process.cwd(), each) + "/" + program)
                .toList();
    }

    private static String absolute(String folder, String path) {
        return path.startsWith("/") ? path : folder + "/" + path;
    }
}
