package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in the shells that they are for; skipped for a shell that this host lacks. Needs the build, and no root. */
class ShellCompletionTest {
    private static final Path BUILT = Launched.TOP.resolve("target/dist");

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void project() throws IOException {
        assumeTrue(Files.exists(BUILT.resolve("VERSION")), "./jcompose was not built");
        Files.createDirectory(folder.resolve("bin"));
        for (String name : List.of("jcompose", "docker-compose")) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(name), BUILT.resolve("bin/jcompose"));
        }
        Files.writeString(folder.resolve("compose.yaml"), "services: {web: {image: i}, worker: {image: i}}");
        Files.createDirectory(folder.resolve("stacks"));
        Files.writeString(folder.resolve("stacks/one.yaml"), "services: {a: {image: i}}");
    }

    @Test
    void bashCompletesWhatIsTyped() throws Exception {
        assertEquals(List.of("up"), bash("jcompose up"));
        assertEquals(List.of("web", "worker"), bash("jcompose logs -f w"));
        assertEquals(List.of("plain"), bash("jcompose --progress=pl"));
        assertEquals(List.of("true", "false"), bash("jcompose up --detach="));
        assertEquals(List.of("web="), bash("jcompose up --scale we"));
        assertEquals(List.of("a"), bash("jcompose --file stacks/one.yaml ps "));
        assertEquals(List.of("web:"), bash("docker-compose cp we"));
        assertEquals(List.of("up"), bash("bin/docker-compose up"));
    }

    @Test
    void atATerminalTheKeyCompletesTheWord() throws Exception {
        try (Typed bash = typed("bash", "--norc", "--noprofile", "-i")) {
            bash.type("PATH=$PWD/bin:$PATH; source <(jcompose completion bash); echo rea''dy\n")
                    .awaits("ready")
                    .type("jcompose --progress=pla\t")
                    .awaits("--progress=plain ")
                    .type("-f sta\t")
                    .awaits("stacks/")
                    .type("\u0015exit\n")
                    .ended();
        }
    }

    @Test
    void zshCompletesWhatIsTyped() throws Exception {
        assumeTrue(has("zsh"), "zsh is missing");
        try (Typed zsh = typed("zsh", "-f", "-i")) {
            zsh.type("PATH=$PWD/bin:$PATH; autoload -U compinit; compinit -D -u; source <(jcompose completion zsh);"
                            + " echo rea''dy\n")
                    .awaits("ready")
                    .type("jcompose --progress=pla\t")
                    .awaits("--progress=plain")
                    .type(" logs wo\t")
                    .awaits("logs worker")
                    .type("\u0015jcompose -f sta\t")
                    .awaits("-f stacks")
                    .type("\u0015jcompose unp\t")
                    .awaits("unpause")
                    .type("\u0015exit\n")
                    .ended();
        }
    }

    @Test
    void fishCompletesWhatIsTyped() throws Exception {
        assumeTrue(has("fish"), "fish is missing");
        assertEquals(List.of("up\tCreate and start containers"), fish("jcompose up"));
        assertEquals(List.of("web", "worker"), fish("jcompose logs -f w"));
        assertEquals(List.of("--progress=plain"), fish("jcompose --progress=pl"));
        assertEquals(List.of("stacks/"), fish("jcompose -f sta"));
        assertEquals(List.of("a"), fish("jcompose --file stacks/one.yaml ps "));
    }

    @Test
    void theScriptsSayHowTheyAreUsed() throws Exception {
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = run("jcompose", "completion", shell);
            assertTrue(script.contains("jcompose completion " + shell), script);
            assertTrue(run("docker-compose", "completion", shell).contains("docker-compose completion " + shell));
        }
    }

    /** What bash would put in place of the last word of a line, by its own way to take a line apart. */
    private List<String> bash(String line) throws Exception {
        String name = line.split(" ", 2)[0];
        String program = Path.of(name).getFileName().toString();
        return lines(run("bash", "--norc", "-c", """
                compopt() { :; }
                source <("$1" completion bash)
                COMP_LINE=$2 COMP_POINT=${#2}
                read -ra COMP_WORDS < <(sed 's/[=:]/ & /g' <<< "$2")
                [[ $2 != *[[:space:]=:] ]] || COMP_WORDS+=('')
                [[ $2 != *[=:] ]] || unset 'COMP_WORDS[-1]'
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                function=$(complete -p "$1" | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
                "$function"
                printf '%s\\n' "${COMPREPLY[@]}"
                """, "bash", program, line));
    }

    private List<String> fish(String line) throws Exception {
        return lines(run(
                "fish",
                "--no-config",
                "-c",
                "jcompose completion fish | source; complete -C \"$argv[1]\"",
                "--",
                line));
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    private static boolean has(String program) {
        return Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
                .anyMatch(bin -> Files.isExecutable(Path.of(bin + program)));
    }

    private ProcessBuilder inFolder(ProcessBuilder builder) {
        builder.directory(folder.toFile()).environment().clear();
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().put("JCOMPOSE_RUN_ROOT", folder.resolve("run").toString());
        return builder;
    }

    private Typed typed(String... command) throws IOException {
        return new Typed(
                inFolder(new ProcessBuilder("script", "-qefc", String.join(" ", command), "/dev/null")),
                Files.createTempFile(folder, "screen", ""));
    }

    private String run(String... command) throws Exception {
        ProcessBuilder builder = inFolder(new ProcessBuilder(command));
        if (!command[0].contains("sh")) {
            builder.command(Stream.concat(
                            Stream.of(folder.resolve("bin").resolve(command[0]).toString()),
                            Arrays.stream(command).skip(1))
                    .toList());
        }
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
