package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.runtime.OciSpec;
import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the kernel can run a program in a container that is there, started or not: it says the same {@code No such file or
 * directory} of a program and of what the program is run by, and to the runtime alone.
 */
final class Executability {
    private static final String PATH = "PATH=";

    private Executability() {}

    /** INVALID where what runs the program is missing; in doubt nothing is said. */
    static void check(String program, OciSpec.Process process, int pid) {
        missing(program, process, pid).ifPresent(missing -> {
            throw EngineException.invalid("exec " + missing).about("entrypoint");
        });
    }

    /**
     * That what runs the program is missing, and what would work; empty in doubt.
     *
     * @param program the first word of the command
     * @param process that runs it, with its variables and folder
     * @param pid of the container's first process, in whose root all is mounted
     */
    static Optional<String> missing(String program, OciSpec.Process process, int pid) {
        try (var root = Dir.of(Path.of("/proc/" + pid + "/root"))) {
            return candidates(program, process)
                    .filter(path -> root.find(path).isPresent())
                    .findFirst()
                    .flatMap(path -> missing(root, path, process.cwd()));
        } catch (LinuxException e) {
            // What cannot be looked at is the kernel's to judge.
            return Optional.empty();
        }
    }

    private static Optional<String> missing(Dir root, String program, String folder) {
        return Interpreter.of(head(root, program))
                .filter(needed -> root.find(absolute(folder, needed.path())).isEmpty())
                .map(needed -> program + ": no such file or directory: " + needed.missing(program));
    }

    private static byte[] head(Dir root, String program) {
        try (var file = root.read(program).input()) {
            return file.readNBytes(Interpreter.HEAD);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static Stream<String> candidates(String program, OciSpec.Process process) {
        if (program.contains("/")) {
            return Stream.of(absolute(process.cwd(), program));
        }
        return process.env().stream()
                .filter(each -> each.startsWith(PATH))
                .flatMap(each -> Stream.of(each.substring(PATH.length()).split(":")))
                .map(each -> absolute(process.cwd(), each) + "/" + program);
    }

    private static String absolute(String folder, String path) {
        return path.startsWith("/") ? path : folder + "/" + path;
    }
}
