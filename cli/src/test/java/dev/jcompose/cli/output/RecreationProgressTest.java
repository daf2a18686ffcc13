package dev.jcompose.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.api.stack.StackEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecreationProgressTest {
    private static final String OLD = "8ae4e6010ade_shop-web-1";

    private final List<String> shown = new ArrayList<>();
    private final StackProgress progress = new RecreationProgress(new LineProgress(shown::add, shown::add, shown::add));

    @Test
    void aRecreatedContainerIsToldByItsOneName() {
        step("rename", OLD);
        step("create", "shop-web-1");
        step("stop", OLD);
        step("start", "shop-web-1");
        step("remove", OLD);
        step("await ready", "shop-web-1");
        assertEquals(
                List.of(
                        " Container shop-web-1 Recreate",
                        " Container shop-web-1 Recreated",
                        " Container shop-web-1 Replacing",
                        " Container shop-web-1 Replaced",
                        " Container shop-web-1 Starting",
                        " Container shop-web-1 Started",
                        " Container shop-web-1 Waiting",
                        " Container shop-web-1 Healthy"),
                shown);
    }

    @Test
    void whatFailsOnTheWayIsToldByTheNameThatItHas() {
        step("rename", OLD);
        show("stop", OLD, "started", "");
        show("stop", OLD, "failed", "it stays");
        assertEquals(
                List.of(
                        " Container shop-web-1 Recreate",
                        " Container shop-web-1 Replacing",
                        " Container " + OLD + " Error it stays"),
                shown);
    }

    @Test
    void aNameThatLooksLikeOneThatMadeWayIsToldAsItIs() {
        step("create", OLD);
        step("remove", OLD);
        assertEquals(
                List.of(
                        " Container " + OLD + " Creating",
                        " Container " + OLD + " Created",
                        " Container " + OLD + " Removing",
                        " Container " + OLD + " Removed"),
                shown);
    }

    private void step(String action, String name) {
        show(action, name, "started", "");
        show(action, name, "done", "");
    }

    private void show(String action, String name, String phase, String message) {
        progress.show(StackEvent.step(
                new StackEvent.Progress(action + name, action, "container", name, phase, message, "", 0, 0)));
    }
}
