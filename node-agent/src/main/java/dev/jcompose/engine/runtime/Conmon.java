package dev.jcompose.engine.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.process.Program;
import dev.jcompose.linux.process.Spawn;
import dev.jcompose.linux.stream.Pipe;
import dev.jcompose.store.CrashPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of a container: keeps its terminal or pipes, log, attach socket and exit code, and outlives the daemon.
 * {@link #create} ends with the container created and its process waiting to be started.
 */
public final class Conmon {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_FREE = 3;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0100;

    private final Crun crun;
    private final Path executable;

    public Conmon(Crun crun) {
        this.crun = crun;
        this.executable = Crun.find("conmon");
    }

    /**
     * What conmon is told.
     *
     * @param log the file it writes; null writes none
     * @param logLimit bytes at which it truncates the log by itself; -1 never
     * @param inherited descriptors it keeps open for as long as it lives: the sockets that hold published ports
     */
    public record Launch(
            String id,
            String name,
            Bundle bundle,
            boolean terminal,
            boolean stdin,
            boolean keepStdinOpen,
            @Nullable Path log,
            long logLimit,
            List<Integer> inherited) {}

    /**
     * The pid of the container's first process. To be called on a thread of {@link RuntimeThreads}, whose mounts the monitor
     * and the container see.
     */
    public int create(Launch launch) {
        int errors = Native.open(launch.bundle().errors(), O_WRONLY | O_CREAT, 0600);
        try (var sync = Pipe.open()) {
            var descriptors = new ArrayList<>(List.of(Program.NULL, errors, errors));
            descriptors.add(sync.writeEnd().number());
            descriptors.addAll(launch.inherited());
            var environment = new HashMap<>(Crun.environment());
            environment.put("_OCI_SYNCPIPE", Integer.toString(FIRST_FREE));
            CrashPoint.pass("before: create container");
            int pid = Spawn.start(new Program(arguments(launch), environment, descriptors, Path.of("/")));
            CrashPoint.pass("during: create container");
            sync.writeEnd().close();
            String answer = firstLine(sync);
            // It forked: this is only the first half, whose end is near.
            Spawn.await(pid);
            CrashPoint.pass("after: create container");
            return containerPid(launch, answer);
        } catch (IOException e) {
            throw EngineException.unavailable("conmon's answer cannot be read", e);
        } finally {
            Native.close(errors);
        }
    }

    private static @Nullable String firstLine(Pipe sync) throws IOException {
        return new BufferedReader(new InputStreamReader(sync.readEnd().input(), StandardCharsets.UTF_8)).readLine();
    }

    private static int containerPid(Launch launch, @Nullable String answer) {
        try {
            JsonNode json = answer == null ? JSON.createObjectNode() : JSON.readTree(answer);
            int pid = json.path("data").asInt(json.path("pid").asInt(-1));
            if (pid > 0) {
                return pid;
            }
            String message = json.path("message").asText("").strip();
            throw RuntimeFailure.of(program(launch), message.isEmpty() ? errors(launch) : message);
        } catch (JsonProcessingException e) {
            throw new EngineException(ErrorKind.INTERNAL, "conmon answered " + answer, e);
        }
    }

    private static String program(Launch launch) {
        try {
            return JSON.readTree(Files.readAllBytes(launch.bundle().config()))
                    .at("/process/args/0")
                    .asText();
        } catch (IOException e) {
            return "the command";
        }
    }

    private static String errors(Launch launch) {
        try {
            return "conmon ended early: "
                    + Files.readString(launch.bundle().errors()).strip();
        } catch (IOException e) {
            return "conmon ended early";
        }
    }

    private List<String> arguments(Launch launch) {
        Path bundle = launch.bundle().folder();
        var argv = new ArrayList<>(List.of(
                executable.toString(),
                "--api-version=1",
                "--cid=" + launch.id(),
                "--cuuid=" + launch.id(),
                "--name=" + launch.name(),
                "--runtime=" + crun.executable(),
                "--runtime-arg=--root=" + crun.root(),
                "--bundle=" + bundle,
                "--persist-dir=" + bundle,
                "--container-pidfile=" + launch.bundle().containerPid(),
                "--conmon-pidfile=" + launch.bundle().monitorPid(),
                "--full-attach",
                "--no-sync-log",
                "--log-level=error"));
        argv.add(launch.log() == null ? "--log-path=none" : "--log-path=k8s-file:" + launch.log());
        if (launch.logLimit() > 0) {
            argv.add("--log-size-max=" + launch.logLimit());
        }
        if (launch.terminal()) {
            argv.add("--terminal");
        }
        if (launch.stdin()) {
            argv.add("--stdin");
        }
        if (launch.keepStdinOpen()) {
            argv.add("--leave-stdin-open");
        }
        return argv;
    }
}
