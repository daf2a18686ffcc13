package dev.jcompose.scheduler.desired;

import dev.jcompose.scheduler.protocol.Hook;
import java.util.ArrayList;
import java.util.List;

/** The {@code post_start} and {@code pre_stop} of a service. */
final class Hooks {

    private Hooks() {}

    static List<Hook> of(Fields service, String turn) {
        List<Hook> hooks = new ArrayList<>();
        for (Fields hook : service.items(turn)) {
            List<String> environment = new ArrayList<>();
            hook.entries("environment").forEach((key, value) -> {
                String text = value.textOrNull();
                if (text != null) {
                    environment.add(key + "=" + text);
                }
            });
            hooks.add(new Hook(
                    hook.list("command"),
                    hook.text("user"),
                    hook.flag("privileged"),
                    hook.text("working_dir"),
                    List.copyOf(environment)));
        }
        return List.copyOf(hooks);
    }
}
