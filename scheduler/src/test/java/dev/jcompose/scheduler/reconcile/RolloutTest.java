package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Services whose containers give way one after the other, by plans that are executed on a simulated node and clock. */
class RolloutTest {
    private final World world = new World();
    private Instant now = Instant.EPOCH;
    private final List<String> begun = new ArrayList<>();

    private StackSpec web(int replicas, String version, String update) {
        return world.stack("""
                {'web':{'image':'web','scale':%d,'environment':{'A':'%s'},'networks':{'default':null},'ports':[{'target':80}],
                        'deploy':{'update_config':{%s},'rollback_config':{'monitor':'1ms'}}}}
                """.formatted(replicas, version, update));
    }

    /** Replicas of version 1 run, and the plan that makes them version 2. */
    private Plan update(int replicas, String update) {
        world.images.put("web", "sha256:web");
        world.with(world.up(web(replicas, "1", update)));
        return world.up(web(replicas, "2", update));
    }

    /** Answers the failures. Assignments are reached at once; time passes only where nothing else can. */
    private Execution execute(Plan plan) {
        Execution execution = new Execution(plan, world.containers);
        do {
            List<Step> steps = execution.begin();
            for (Step step : steps) {
                begun.add(step.id());
                if (step.action() instanceof Action.Assign assign) {
                    execution.assigned(step, assign.to().key(), begun.size());
                    world.act(assign);
                    if (assign.to() instanceof Assignment.Container container) {
                        String task = container.task().id();
                        execution.report(new Report.Seen(assign.to().key(), world.containers.get(task)));
                    }
                    execution.report(new Report.Done(assign.to().key(), begun.size()));
                }
            }
            Instant wakes = execution.wakes();
            if (execution.settle(now).isEmpty() && steps.isEmpty() && wakes != null) {
                now = wakes;
            }
        } while (!execution.finished());
        return execution;
    }

    private Set<String> running(String version) {
        Set<String> running = new TreeSet<>();
        world.tasks.values().stream()
                .filter(task -> world.containers.get(task.id()).state().equals("running"))
                .filter(task ->
                        task.service().path("environment").path("A").asText().equals(version))
                .forEach(task -> running.add(task.name()));
        return running;
    }

    @Test
    void oneContainerAfterTheOtherGivesWayToItsSuccessor() {
        assertEquals("""
                1. rename container c0ffee0000t1_shop-web-1 (service web changed)
                     environment.A: ••• → •••
                2. create container shop-web-1 (service web changed) after 1
                3. stop container c0ffee0000t1_shop-web-1 (service web changed) after 2
                4. start container shop-web-1 (is new) after 2, 3
                5. await steady container shop-web-1 (the rollout of web waits for it) after 4
                6. remove container c0ffee0000t1_shop-web-1 (replaced by shop-web-1) after 5
                7. wait service web before batch 2 (delay of 10s) after 5
                8. rename container c0ffee0000t2_shop-web-2 (service web changed) after 7
                9. create container shop-web-2 (service web changed) after 7, 8
                10. stop container c0ffee0000t2_shop-web-2 (service web changed) after 7, 9
                11. start container shop-web-2 (is new) after 7, 9, 10
                12. await steady container shop-web-2 (the rollout of web waits for it) after 7, 11
                13. remove container c0ffee0000t2_shop-web-2 (replaced by shop-web-2) after 12
                """, update(2, "'delay':'10s'").text());
    }

    @Test
    void startFirstStartsBesideThenLeadsThePortsThenStops() {
        assertEquals("""
                1. rename container c0ffee0000t1_shop-web-1 (service web changed)
                     environment.A: ••• → •••
                2. create container shop-web-1 (service web changed) after 1
                3. start container shop-web-1 (is new) after 2
                4. await steady container shop-web-1 (the rollout of web waits for it) after 3
                5. lead ports to container shop-web-1 (takes them over from shop-web-1) after 4
                6. stop container c0ffee0000t1_shop-web-1 (service web changed) after 5
                7. remove container c0ffee0000t1_shop-web-1 (replaced by shop-web-1) after 6
                """, update(1, "'order':'start-first'").text());
    }

    @Test
    void anUpdateTakesItsMonitorsAndDelaysAndEndsWithNothingToDo() {
        execute(update(3, "'monitor':'3s','delay':'10s','order':'start-first'"));
        assertEquals(Duration.ofSeconds(3 * 3 + 2 * 10), Duration.between(Instant.EPOCH, now));
        assertEquals(Set.of("shop-web-1", "shop-web-2", "shop-web-3"), running("2"));
        assertEquals("", world.up(web(3, "2", "'monitor':'3s'")).text());
    }

    /** As a Swarm has it: Docker's daemon hands on a monitor only where it is not 0. */
    @Test
    void aMonitorOfZeroIsTheDefaultOfFiveSeconds() {
        execute(update(1, "'monitor':'0s'"));
        assertEquals(Duration.ofSeconds(5), Duration.between(Instant.EPOCH, now));
    }

    @Test
    void parallelismSaysHowManyGoAtOnceAndZeroMeansAll() {
        execute(update(3, "'parallelism':2,'monitor':'3s'"));
        assertEquals(Duration.ofSeconds(6), Duration.between(Instant.EPOCH, now));
        assertTrue(begun.indexOf("start container shop-web-2") < begun.indexOf("await steady container shop-web-1"));
        now = Instant.EPOCH;
        world.with(world.up(web(3, "1", "'parallelism':0")));
        execute(world.up(web(3, "3", "'parallelism':0,'monitor':'3s'")));
        assertEquals(Duration.ofSeconds(3), Duration.between(Instant.EPOCH, now));
    }

    @Test
    void aFailureEndsAnUpdateThatPausesAndTheFailedOneGivesWayToWhatWasThere() {
        for (String order : List.of("stop-first", "start-first")) {
            Plan plan = update(3, "'failure_action':'pause','order':'" + order + "'");
            world.sick.add("shop-web-2");
            Execution ended = execute(plan);
            assertEquals(
                    "container shop-web-2 is unhealthy; see `jcompose logs web` and its health check",
                    ended.failures().getFirst().error());
            assertEquals(Set.of("shop-web-1"), running("2"), order);
            assertEquals(Set.of("shop-web-2", "shop-web-3"), running("1"), order);
            assertEquals(3, world.containers.size());
            world.sick.clear();
            world.with(world.up(web(3, "1", "")));
        }
    }

    @Test
    void anUpdateThatContinuesLeavesOutWhatFails() {
        Plan plan = update(3, "'failure_action':'continue','order':'start-first'");
        world.sick.add("shop-web-2");
        assertEquals(List.of(), execute(plan).failures());
        assertEquals(Set.of("shop-web-1", "shop-web-3"), running("2"));
        assertEquals(Set.of("shop-web-2"), running("1"));
    }

    @Test
    void aRatioOfFailuresIsPutUpWith() {
        Plan plan = update(4, "'max_failure_ratio':0.25");
        world.sick.addAll(Set.of("shop-web-1", "shop-web-3"));
        Execution ended = execute(plan);
        assertEquals(1, ended.failures().size());
        assertEquals(
                "await steady container shop-web-3",
                ended.failures().getFirst().step().id());
        assertEquals(Set.of("shop-web-2"), running("2"));
        assertEquals(Set.of("shop-web-1", "shop-web-3", "shop-web-4"), running("1"));
    }

    @Test
    void aFailureLetsAnUpdateThatRollsBackBeginToGoBack() {
        for (String order : List.of("stop-first", "start-first")) {
            String update = "'failure_action':'rollback','monitor':'1ms','order':'" + order + "'";
            Plan plan = update(3, update);
            world.sick.add("shop-web-3");
            Execution ended = execute(plan);
            assertEquals(Set.of("web"), ended.rollBack());
            String apply = world.tasks.values().stream()
                    .filter(task -> task.service()
                            .path("environment")
                            .path("A")
                            .asText()
                            .equals("2"))
                    .findFirst()
                    .orElseThrow()
                    .apply();
            Plan back = Reconcile.rollback(world.situation(web(3, "2", update)), ended.rollBack(), apply, null);
            assertTrue(back.text().contains("(the update of web failed)"), back.text());
            assertEquals(List.of(), execute(back).failures());
            assertEquals(Set.of("shop-web-1", "shop-web-2", "shop-web-3"), running("1"), order);
            assertEquals(3, world.containers.size());
            assertEquals("", world.up(web(3, "1", update)).text());
            world.sick.clear();
        }
    }

    @Test
    void anUpdateThatWasCutOffAnywhereGoesOnToItsEnd() {
        for (String order : List.of("stop-first", "start-first")) {
            for (String action : List.of("pause", "rollback")) {
                String update = "'failure_action':'" + action + "','monitor':'1ms','order':'" + order + "'";
                int steps = update(2, update).steps().size();
                for (int cut = 0; cut < steps; cut++) {
                    world.with(world.up(web(2, "1", update)));
                    Plan plan = world.up(web(2, "2", update));
                    plan.steps().subList(0, cut).forEach(step -> world.act(step.action()));
                    execute(world.up(web(2, "2", update)));
                    String where = order + " " + action + " cut after step " + cut;
                    assertEquals(Set.of("shop-web-1", "shop-web-2"), running("2"), where);
                    assertEquals(2, world.containers.size(), where);
                }
            }
        }
    }

    @Test
    void aContainerThatNeverBecomesHealthyFailsByTheDeadline() {
        Plan plan = update(1, "'monitor':'1ms'");
        Step steady = plan.steps().stream()
                .filter(step -> step.action() instanceof Action.Steady)
                .map(step ->
                        new Step(step.id(), step.action(), "web", step.cause(), List.of(), List.of(), List.of(), null))
                .findFirst()
                .orElseThrow();
        world.with(plan).see("shop-web-1", "running", "starting", 0, false);
        Execution waits = new Execution(
                new Plan("shop", List.of(steady), List.of(), List.of(), List.of(), false), world.containers);
        waits.begin();
        assertEquals(List.of(), waits.settle(Instant.EPOCH));
        Instant wakes = waits.wakes();
        assertEquals(Instant.EPOCH.plus(Duration.ofMinutes(10)), wakes);
        assertEquals(
                "container shop-web-1 was not healthy within 10 min; see `jcompose logs web` and its health check",
                waits.settle(wakes).getFirst().error());
    }

    @Test
    void withoutUpdateConfigAllGoAtOnceAsInCompose() {
        world.images.put("web", "sha256:web");
        String plain = "{'web':{'image':'web','scale':2,'environment':{'A':'%s'},'networks':{'default':null}}}";
        world.with(world.up(world.stack(plain.formatted("1"))));
        String text =
                world.up(world.stack(plain.formatted("2")), ApplyOptions.NONE).text();
        assertTrue(!text.contains("await"), text);
    }

    @Test
    void whatTwoContainersCannotBothHaveIsRefusedWithStartFirst() {
        var refused = assertThrows(
                EngineException.class,
                () -> world.stack("{'web':{'image':'web','networks':{'default':{'ipv4_address':'10.0.0.2'}},"
                        + "'deploy':{'update_config':{'order':'start-first'}}}}"));
        assertTrue(
                refused.getMessage().startsWith("services.web.networks.default.ipv4_address: the old and the new"),
                refused::getMessage);
        var unknown = assertThrows(
                EngineException.class,
                () -> world.stack(
                        "{'web':{'image':'web','deploy':{'rollback_config':{'failure_action':'rollback'}}}}"));
        assertTrue(unknown.getMessage().contains("a rollback is not rolled back"), unknown::getMessage);
    }
}
