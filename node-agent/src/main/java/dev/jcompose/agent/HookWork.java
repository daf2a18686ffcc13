package dev.jcompose.agent;

import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.container.ExecStart;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.stream.Frame;
import dev.jcompose.engine.stream.Session;
import dev.jcompose.scheduler.protocol.Hook;
import java.util.List;

/** Runs the hooks of a service in its container, one after the other; the first that fails ends them. */
final class HookWork {

    private final Containers containers;

    HookWork(Containers containers) {
        this.containers = containers;
    }

    /** @throws EngineException CONFLICT with the hook's exit code and its last words */
    void run(String container, String turn, List<Hook> hooks, Telling telling) {
        for (int i = 0; i < hooks.size(); i++) {
            Hook hook = hooks.get(i);
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
            var output = new HookOutput(words -> telling.hookSays(turn, words));
            try (Session session = containers.execStart(exec, new ExecStart(false, false, List.of(0, 0)))) {
                for (Frame frame = session.read(); frame != null; frame = session.read()) {
                    output.write(frame.data());
                }
            }
            output.end();
            Integer code = containers.execInspect(exec).exitCode();
            if (code == null || code != 0) {
                String wayOut =
                        turn.equals("pre_stop") ? "; the container goes on: a kill ends it without its hooks" : "";
                throw EngineException.conflict("%s hook `%s` ended with exit code %s: %s%s"
                                .formatted(turn, String.join(" ", hook.command()), code, output.lastWords(), wayOut))
                        .about(turn + "." + i + ".command");
            }
        }
    }
}
