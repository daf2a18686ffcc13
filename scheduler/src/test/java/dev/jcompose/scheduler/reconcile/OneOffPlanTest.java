package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.RunRequest;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.scheduler.desired.OneOff;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code run} waits for. */
class OneOffPlanTest {
    private static final String SERVICES = """
            {'db':{'image':'pg'},'job':{'image':'pg'},'hint':{'image':'pg'},
             'web':{'image':'pg','depends_on':{'db':{'condition':'service_healthy','required':true},
                    'job':{'condition':'service_completed_successfully','required':true},
                    'hint':{'condition':'service_healthy','required':false}}}}
            """;

    private final World world = new World();

    private Plan run(boolean noDeps) {
        StackRequest stack = new StackRequest(
                World.json("{'name':'shop','services':" + SERVICES + "}"),
                World.ORIGIN,
                Map.of(),
                List.of(),
                new ApplyOptions(
                        false, false, "", false, false, false, noDeps, false, false, false, false, Map.of(), false,
                        null, null, false, List.of()),
                Map.of(),
                Map.of(),
                null);
        RunRequest request = new RunRequest(stack, "web", World.json("{}"), "one", false, false, false, List.of());
        OneOff oneOff = OneOff.of(stack, request, "slug", Map.of());
        return Reconcile.oneOff(world.situation(oneOff.spec()), oneOff.task("t"), stack.options(), false);
    }

    @Test
    void whatIsNotYetAsItsServiceWantsItIsWaitedFor() {
        world.with(world.up(world.stack(SERVICES), ApplyOptions.NONE, "db", "job", "hint"));
        world.see("shop-db-1", "running", "starting", 0, false);
        world.see("shop-hint-1", "running", "starting", 0, false);
        Plan plan = run(false);
        assertEquals("""
                1. await healthy container shop-db-1 (run waits for it)
                2. await completed container shop-job-1 (run waits for it)
                3. await healthy container shop-hint-1 (run waits for it)
                4. create container one (run) after 1, 2, 3
                """, plan.view().text());
        Step create = plan.steps().getLast();
        assertEquals(
                List.of("await completed container shop-job-1", "await healthy container shop-db-1"), create.after());
        assertEquals(List.of("await healthy container shop-hint-1"), create.tolerated());
        assertEquals(1, run(true).steps().size());
    }

    @Test
    void whatIsAsItsServiceWantsItIsNot() {
        world.with(world.up(world.stack(SERVICES), ApplyOptions.NONE, "db", "job", "hint"));
        world.see("shop-job-1", "exited", "", 0, false);
        assertEquals(1, run(false).steps().size());
    }
}
