package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Report;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutionTest {

    private static final String TWO_WEBS =
            "{'web':{'image':'web','scale':2,'environment':{'A':'1'},'networks':{'default':null}}}";

    private final World world = new World();
    private List<Execution.Ended> failures = List.of();

    private StackSpec changed() {
        world.images.put("web", "sha256:web");
        world.with(world.up(world.stack(TWO_WEBS)));
        return world.stack(TWO_WEBS.replace("'A':'1'", "'A':'2'"));
    }

    /** Executes a plan on the world; whatever fails, fails. Answers the labels of what was undone. */
    private List<String> execute(Plan plan, String failing, Random order) {
        return execute(plan, failing, order, Integer.MAX_VALUE);
    }

    private List<String> execute(Plan plan, String failing, Random order, int atOnce) {
        Execution execution = new Execution(plan, world.containers, atOnce);
        List<Step> open = new ArrayList<>();
        List<String> undone = new ArrayList<>();
        Map<Step, Long> revisions = new HashMap<>();
        while (true) {
            for (Step step : execution.begin()) {
                if (step.action() instanceof Action.Assign assign) {
                    revisions.put(step, (long) revisions.size());
                    execution.assigned(step, assign.to().key(), revisions.get(step));
                    open.add(step);
                }
            }
            execution.settle(Instant.EPOCH);
            assertTrue(open.size() <= atOnce, open::toString);
            if (open.isEmpty()) {
                assertTrue(execution.finished(), "nothing runs, and the plan has not ended");
                failures = execution.failures();
                return undone;
            }
            Step step = open.remove(order.nextInt(open.size()));
            Assignment to = ((Action.Assign) step.action()).to();
            boolean undo = step.cause().text().equals("undone");
            long revision = revisions.get(step);
            if (step.id().equals(failing) && !undo) {
                execution.report(new Report.Failed(to.key(), revision, ErrorKind.CONFLICT, "no", ""));
                continue;
            }
            world.act(step.action());
            execution.report(new Report.Done(to.key(), revision));
            if (undo) {
                undone.add(step.id());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noMoreStepsRunThanTheBoundAndThePlanIsAppliedWhole(int atOnce) {
        StackSpec spec = changed();
        execute(world.up(spec), "", new Random(1), atOnce);
        assertEquals("", world.up(spec).text());
    }

    @Test
    void aStaleReportEndsNothing() {
        Plan plan = world.up(world.stack("{'a':{'image':'a'}}"));
        Execution execution = new Execution(plan, world.containers);
        Step pull = execution.begin().getFirst();
        execution.assigned(pull, "image/a", 7);
        assertEquals(List.of(), execution.report(new Report.Done("image/a", 6)));
        assertFalse(execution.finished());
        assertEquals(
                pull, execution.report(new Report.Done("image/a", 7)).getFirst().step());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void inWhateverOrderStepsEndThePlanIsAppliedWhole(long seed) {
        StackSpec spec = changed();
        execute(world.up(spec), "", new Random(seed));
        assertEquals("", world.up(spec).text());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aFailureLeavesEveryReplicaWithARunningContainerUnderItsName(long seed) {
        StackSpec spec = changed();
        execute(world.up(spec), "start container shop-web-2", new Random(seed));
        TreeSet<String> running = new TreeSet<>();
        world.containers.values().stream()
                .filter(container -> container.state().equals("running"))
                .forEach(container -> running.add(container.name()));
        assertEquals(new TreeSet<>(List.of("shop-web-1", "shop-web-2")), running, "seed " + seed);
    }

    @Test
    void pullsAreBrokenOffWhereNobodyWaitsForThem() {
        Execution execution = new Execution(world.up(world.stack("{'a':{'image':'far'}}")), world.containers);
        Step pull = execution.begin().getFirst();
        Assignment to = ((Action.Assign) pull.action()).to();
        execution.assigned(pull, to.key(), 7);
        execution.abandon();
        assertEquals(Map.of("image/shop/far", 7L), execution.mayBreakOff());
        assertEquals(
                "nobody",
                execution.breakOff(ErrorKind.CONFLICT, "nobody").getFirst().error());
        assertEquals(Map.of(), execution.mayBreakOff());
        assertTrue(execution.begin().isEmpty() && execution.finished());
    }

    @Test
    void whatIsStillUsedStaysAndFailsNothing() {
        StackSpec spec = world.stack("{'a':{'image':'a','networks':{'default':null}}}");
        world.images.put("a", "sha256:a");
        world.with(world.up(spec));
        Plan down = Reconcile.down(
                world.situation(spec), Json.read("{}".getBytes(StandardCharsets.UTF_8), DownRequest.class));
        assertEquals(List.of(), execute(down, "remove network shop_default", new Random(1)));
        assertEquals(List.of(), failures);
        assertEquals(Map.of(), world.containers);
    }

    @Test
    void aDependencyThatFailsIsToldAsSuchAndAnOptionalOneHarmsNothing() {
        String services = "{'db':{'image':'db','healthcheck':{'test':['CMD','x']}},"
                + "'web':{'image':'web','depends_on':{'db':{'condition':'service_healthy','required':REQUIRED}}}}";
        assertEquals(
                "services.db.healthcheck: dependency failed to start: container shop-db-1 is unhealthy; see `jcompose logs db` and its health check",
                sick(world.stack(services.replace("REQUIRED", "true"))).failure());
        Execution.Ended optional = sick(new World().stack(services.replace("REQUIRED", "false")));
        assertTrue(optional.spared());
        assertEquals(
                "optional dependency \"db\" failed to start: container shop-db-1 is unhealthy; see `jcompose logs db` and its health check",
                optional.error());
    }

    @Test
    void anOptionalDependencyThatDoesNotStartIsNotSaidToBeInUse() {
        world.images.put("db", "sha256:db");
        world.images.put("web", "sha256:web");
        Plan plan = world.up(world.stack("{'db':{'image':'db'},'web':{'image':'web',"
                + "'depends_on':{'db':{'condition':'service_started','required':false}}}}"));
        Execution execution = new Execution(plan, world.containers);
        List<Execution.Ended> ended = new ArrayList<>();
        while (!execution.finished()) {
            for (Step step : execution.begin()) {
                String key = ((Action.Assign) step.action()).to().key();
                execution.assigned(step, key, 1);
                ended.addAll(execution.report(
                        step.id().equals("start container shop-db-1")
                                ? new Report.Failed(key, 1, ErrorKind.CONFLICT, "no", "")
                                : new Report.Done(key, 1)));
            }
        }
        Execution.Ended failed =
                ended.stream().filter(each -> each.error() != null).findFirst().orElseThrow();
        assertTrue(failed.spared());
        assertFalse(failed.kept());
        assertEquals(List.of(), execution.failures());
    }

    /** How the wait for a database ends that is not healthy. */
    private static Execution.Ended sick(StackSpec spec) {
        World world = new World();
        world.images.put("db", "sha256:db");
        world.images.put("web", "sha256:web");
        Plan plan = world.up(spec);
        Execution execution = new Execution(plan, world.containers);
        while (true) {
            for (Step step : execution.begin()) {
                if (step.action() instanceof Action.Assign assign) {
                    execution.assigned(step, assign.to().key(), 1);
                    world.act(assign);
                    execution.report(new Report.Done(assign.to().key(), 1));
                }
            }
            for (var seen : world.containers.entrySet()) {
                if (seen.getValue().name().equals("shop-db-1")) {
                    world.see("shop-db-1", "running", "unhealthy", 0, false);
                    execution.report(new Report.Seen(
                            Assignment.Container.key(seen.getKey()), world.containers.get(seen.getKey())));
                }
            }
            for (Execution.Ended ended : execution.settle(Instant.EPOCH)) {
                if (ended.error() != null) {
                    return ended;
                }
            }
        }
    }
}
