package dev.jcompose.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Duplex;
import dev.jcompose.api.client.Multiplexed;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecInspect;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.AtOnce;
import dev.jcompose.cli.Stack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The containers of a service, all of which get what is copied and run what is asked for. */
record Replicas(Stack stack, Consumer<String> say) {
    /** Of the arguments of one command; the kernel takes two megabytes. */
    private static final int LONGEST = 100_000;

    /** Brings files to each container; the first failure is thrown when all have been tried. */
    void bring(String service, Syncs syncs) throws IOException {
        List<StackContainer> containers = stack.containers(List.of(service));
        Path tar = SyncTar.pack(syncs.copies(), say);
        try {
            List<String> failures = AtOnce.map(containers, container -> attempt(container, syncs, tar)).stream()
                    .filter(failure -> !failure.isEmpty())
                    .toList();
            if (!failures.isEmpty()) {
                throw EngineException.unavailable(String.join("\n", failures), null);
            }
        } finally {
            Files.deleteIfExists(tar);
        }
    }

    private String attempt(StackContainer container, Syncs syncs, Path tar) {
        try {
            remove(container, syncs.tops());
            if (!syncs.copies().isEmpty()) {
                Target archive = Target.of("/containers/{}/archive", container.id())
                        .query("path", "/")
                        .query("noOverwriteDirNonDir", true)
                        .query("copyUIDGID", true);
                try (InputStream in = Files.newInputStream(tar)) {
                    stack.client().run(Call.upload("PUT", archive, "application/x-tar", in));
                }
            }
            return "";
        } catch (EngineException | IOException e) {
            return "copying to " + container.name() + ": " + e.getMessage();
        }
    }

    private void remove(StackContainer container, List<String> paths) throws IOException {
        List<String> command = new ArrayList<>();
        int length = 0;
        for (String path : paths) {
            command.add(path);
            length += path.length() + 1;
            if (length > LONGEST) {
                removeAtOnce(container, command);
                command.clear();
                length = 0;
            }
        }
        if (!command.isEmpty()) {
            removeAtOnce(container, command);
        }
    }

    private void removeAtOnce(StackContainer container, List<String> paths) throws IOException {
        List<String> command = new ArrayList<>(List.of("rm", "-rf", "--"));
        command.addAll(paths);
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int code = run(
                container,
                new ExecConfig(command, List.of(), "", "", false, false, false, true, true, "", List.of()),
                told);
        if (code != 0) {
            throw new EngineException(
                    ErrorKind.UNAVAILABLE,
                    paths.size() + " deleted paths are still there: rm ended with exit code " + code + ": "
                            + told.toString(StandardCharsets.UTF_8).strip());
        }
    }

    /** Runs the command of a rule in each container that runs, and shows what it says. */
    void exec(Rule rule) {
        ExecConfig command = Objects.requireNonNull(rule.exec());
        List<StackContainer> running = stack.containers(List.of(rule.service())).stream()
                .filter(container -> container.state().equals("running"))
                .toList();
        List<String> failures = AtOnce.map(running, container -> {
                    int code;
                    try (Lines told = new Lines(say)) {
                        code = run(container, command, told);
                    } catch (IOException e) {
                        throw EngineException.unavailable(container.name() + ": " + e.getMessage(), e);
                    }
                    return code == 0
                            ? ""
                            : String.join(" ", command.cmd()) + " in " + container.name() + " ended with exit code "
                                    + code;
                })
                .stream()
                .filter(failure -> !failure.isEmpty())
                .toList();
        if (!failures.isEmpty()) {
            throw EngineException.unavailable(String.join("\n", failures), null);
        }
    }

    private int run(StackContainer container, ExecConfig command, OutputStream told) throws IOException {
        String id = stack.client()
                .post(Target.of("/containers/{}/exec", container.id()), command, JsonNode.class)
                .path("Id")
                .asText();
        Call start = Call.post(Target.of("/exec/{}/start", id), new ExecStart(false, false, List.of()));
        try (Duplex duplex = stack.client().hijack(start)) {
            new Multiplexed(duplex.in()).copyTo(told, told);
        }
        Integer code = stack.client()
                .get(Target.of("/exec/{}/json", id), ExecInspect.class)
                .exitCode();
        return code == null ? 0 : code;
    }
}
