package dev.jcompose.agent;

import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.scheduler.protocol.Hook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the hooks of a service in its container, one after the other; the first that fails ends them. */
final class HookWork {

    private static final int MOST_OUTPUT = 4096;

    private final Containers containers;

    HookWork(Containers containers) {
        this.containers = containers;
    }

    /** @throws EngineException CONFLICT with the hook's exit code and its last words */
    void run(String container, String turn, List<Hook> hooks) {
        for (Hook hook : hooks) {
            var config = new ExecConfig(
                    hook.command(),
                    hook.environment(),
                    hook.user(),
                    hook.workingDir(),
                    hook.privileged(),
                    false,
                    false,
                    true,
                    true,
                    "",
                    List.of(0, 0));
            String exec = containers.execCreate(container, config);
            var words = new ByteArrayOutputStream();
            try (Session session = containers.execStart(exec, new ExecStart(false, false, List.of(0, 0)))) {
                for (Frame frame = session.read(); frame != null; frame = session.read()) {
                    keepLast(words, frame.data());
                }
            }
            Integer code = containers.execInspect(exec).exitCode();
            if (code == null || code != 0) {
                String wayOut =
                        turn.equals("pre_stop") ? "; the container goes on: a kill ends it without its hooks" : "";
                throw EngineException.conflict("%s hook `%s` ended with exit code %s: %s%s"
                        .formatted(
                                turn,
                                String.join(" ", hook.command()),
                                code,
                                words.toString(StandardCharsets.UTF_8).strip(),
                                wayOut));
            }
        }
    }

    private static void keepLast(ByteArrayOutputStream words, byte[] more) {
        words.writeBytes(more);
        if (words.size() > 2 * MOST_OUTPUT) {
            byte[] all = words.toByteArray();
            words.reset();
            words.write(all, all.length - MOST_OUTPUT, MOST_OUTPUT);
        }
    }
}
