package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.scheduler.desired.ComposeLabel;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.ContainerStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreStartTest {

    private static final String WEB = """
            {'web':{'image':'web:1','user':'app','working_dir':'/srv','scale':2,'command':['serve'],'entrypoint':['web'],
                    'environment':{'MODE':'a','LEVEL':'1'},'labels':{'proxy':'on'},
                    'deploy':{'restart_policy':{'condition':'any'},'resources':{'limits':{'memory':'67108864'}}},
                    'networks':{'default':{'ipv4_address':'10.0.0.9','aliases':['www']}},
                    'pre_start':[{'command':['migrate'],'environment':{'LEVEL':'2'},'privileged':true},
                                 {'image':'tool:1','command':['chown'],'working_dir':'/data'}]}}
            """;

    private final World world = new World();

    private static <T> T request(String json, Class<T> type) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }

    private Plan again(StackSpec spec, String apply) {
        AtomicInteger ids = new AtomicInteger();
        return Reconcile.up(
                world.situation(spec),
                List.of(),
                ApplyOptions.NONE,
                apply,
                Set.of(),
                () -> apply + ids.incrementAndGet());
    }

    @Test
    void hooksRunOnceInOrderBeforeTheFirstContainerStarts() {
        StackSpec spec = world.stack(WEB);
        Plan plan = world.up(spec);
        assertEquals("""
                1. pull image web:1 (is not on the node)
                2. pull image tool:1 (is not on the node)
                3. create network shop_default (does not exist) after 1, 2
                4. create container shop-web-1 (does not exist) after 1, 2, 3
                5. create container shop-web-2 (does not exist) after 1, 2, 3
                6. create container shop-web-pre_start-0 (pre_start of web) after 1, 2, 3, 4, 5
                7. start container shop-web-pre_start-0 (pre_start of web) after 6
                8. await completed container shop-web-pre_start-0 (web waits for it) after 7
                9. create container shop-web-pre_start-1 (pre_start of web) after 8
                10. start container shop-web-pre_start-1 (pre_start of web) after 9
                11. await completed container shop-web-pre_start-1 (web waits for it) after 10
                12. start container shop-web-1 (is new) after 4, 11
                13. start container shop-web-2 (is new) after 5, 11
                14. remove container shop-web-pre_start-0 (pre_start of web) after 12, 13
                15. remove container shop-web-pre_start-1 (pre_start of web) after 12, 13
                """, plan.text());
        List<String> undo =
                plan.steps().get(10).undo().stream().map(Action::label).toList();
        assertEquals(List.of("remove container shop-web-pre_start-0"), undo);
        assertEquals("", world.with(plan).up(spec).text());
    }

    @Test
    void aHookHasWhatItsServiceHasButWhatItSaysItself() {
        List<CreateContainer> hooks = world.up(world.stack(WEB)).steps().stream()
                .filter(step -> step.id().startsWith("create container shop-web-pre_start"))
                .map(step -> ((Assignment.Container) ((Action.Assign) step.action()).to())
                        .task()
                        .container())
                .toList();
        CreateContainer first = hooks.getFirst();
        assertEquals("web:1", first.config().image());
        assertEquals(List.of("migrate"), first.config().command().cmd());
        assertEquals(null, first.config().command().entrypoint());
        assertEquals(List.of("MODE=a", "LEVEL=2"), first.config().command().env());
        assertEquals("app", first.config().command().user());
        assertEquals("/srv", first.config().command().workingDir());
        assertTrue(first.hostConfig().security().privileged());
        assertEquals("no", first.hostConfig().running().restartPolicy().name());
        assertEquals(List.of("shop-web-1"), first.hostConfig().storage().volumesFrom());
        Map<String, String> labels = first.config().labels();
        assertEquals("pre_start", labels.get(ComposeLabel.HOOK));
        assertEquals("web", labels.get(ComposeLabel.SERVICE));
        assertFalse(labels.containsKey("proxy") || labels.containsKey(ComposeLabel.CONFIG_HASH));
        var endpoint = first.networkingConfig().endpointsConfig().get("shop_default");
        assertEquals(List.of("shop-web-pre_start-0"), endpoint.aliases());
        assertEquals(null, endpoint.ipamConfig());
        CreateContainer second = hooks.getLast();
        assertEquals("tool:1", second.config().image());
        assertEquals("", second.config().command().user());
        assertEquals("/data", second.config().command().workingDir());
        assertFalse(second.hostConfig().security().privileged());
    }

    @Test
    void noHookRunsWhileAContainerOfItsServiceStays() {
        world.with(world.up(world.stack(WEB)));
        assertFalse(world.up(world.stack(WEB.replace("'scale':2", "'scale':3")))
                .text()
                .contains("pre_start"));
        world.see("shop-web-2", "exited", "", 137, true);
        assertFalse(world.up(world.stack(WEB)).text().contains("pre_start"));
        world.see("shop-web-1", "exited", "", 137, true);
        assertTrue(world.up(world.stack(WEB)).text().contains("pre_start"));
    }

    @Test
    void aReplacedServiceIsStoppedBeforeItsHooksRun() {
        String one = "{'a':{'image':'x','environment':{'N':'1'},'pre_start':[{'command':['m']}]}}";
        world.with(world.up(world.stack(one)));
        assertEquals("""
                1. rename container c0ffee0000t1_shop-a-1 (service a changed)
                     environment.N: ••• → •••
                2. create container shop-a-1 (service a changed) after 1
                3. stop container c0ffee0000t1_shop-a-1 (service a changed) after 2
                4. create container shop-a-pre_start-0 (pre_start of a) after 2, 3
                5. start container shop-a-pre_start-0 (pre_start of a) after 4
                6. await completed container shop-a-pre_start-0 (a waits for it) after 5
                7. start container shop-a-1 (is new) after 2, 3, 6
                8. remove container c0ffee0000t1_shop-a-1 (replaced by shop-a-1) after 2, 7
                9. remove container shop-a-pre_start-0 (pre_start of a) after 7
                """, world.up(world.stack(one.replace("'1'", "'2'"))).text());
    }

    @Test
    void aRolloutRunsItsHooksOnceBeforeItsFirstBatch() {
        String two = "{'a':{'image':'x','scale':2,'deploy':{'update_config':{'parallelism':1}},'environment':{'N':'1'},"
                + "'pre_start':[{'command':['m']}]}}";
        world.with(world.up(world.stack(two)));
        Plan plan = world.up(world.stack(two.replace("'1'", "'2'")));
        List<String> ids = plan.steps().stream().map(Step::id).toList();
        int awaited = ids.indexOf("await completed container shop-a-pre_start-0");
        assertTrue(ids.indexOf("create container shop-a-1") < awaited);
        Step stop = plan.steps().stream()
                .filter(step ->
                        step.id().startsWith("stop container") && step.id().endsWith("shop-a-1"))
                .findFirst()
                .orElseThrow();
        assertTrue(stop.after().contains("await completed container shop-a-pre_start-0"), plan.text());
        assertEquals(
                1, ids.stream().filter(id -> id.startsWith("await completed")).count(), plan.text());
    }

    @Test
    void anUpThatGoesOnAfterACrashDoesNotRunAHookTwice() {
        StackSpec spec = world.stack(WEB);
        Plan plan = again(spec, "first");
        for (Step step : plan.steps()) {
            world.act(step.action());
            if (step.id().equals("start container shop-web-pre_start-1")) {
                break;
            }
        }
        world.see("shop-web-pre_start-0", "exited", "", 0, false);
        assertEquals("""
                1. await completed container shop-web-pre_start-0 (web waits for it)
                2. await completed container shop-web-pre_start-1 (web waits for it) after 1
                3. start container shop-web-1 (is created) after 2
                4. start container shop-web-2 (is created) after 2
                5. remove container shop-web-pre_start-0 (pre_start of web) after 3, 4
                6. remove container shop-web-pre_start-1 (pre_start of web) after 3, 4
                """, again(spec, "first").text());
        String other = again(spec, "second").text();
        assertTrue(other.contains("clear away container shop-web-pre_start-0 (left by an earlier up)"), other);
        assertTrue(other.contains("stop container shop-web-pre_start-1 (left by an earlier up)"), other);
        assertTrue(other.contains("create container shop-web-pre_start-0 (pre_start of web)"), other);
    }

    @Test
    void aFailedHookIsSaidAndItsContainerGoesWithTheNextUpOrADown() {
        StackSpec spec = world.stack("{'a':{'image':'x','pre_start':[{'command':['m']}]}}");
        Plan plan = world.up(spec);
        for (Step step : plan.steps().subList(0, plan.steps().size() - 3)) {
            world.act(step.action());
        }
        world.see("shop-a-pre_start-0", "exited", "", 3, false);
        Action.Await await = plan.steps().stream()
                .flatMap(step -> step.action() instanceof Action.Await a ? Stream.of(a) : null)
                .findFirst()
                .orElseThrow();
        ContainerStatus seen = world.containers.get(await.task().id());
        assertEquals(
                new Gate.Closed("pre_start[0] of service a ended with exit code 3: its container shop-a-pre_start-0"
                        + " is kept; `jcompose logs a` shows what it said"),
                Gate.of(await, seen));
        assertTrue(world.up(spec).text().startsWith("1. clear away container shop-a-pre_start-0"));
        assertTrue(Reconcile.down(world.situation(spec), request("{}", DownRequest.class))
                .text()
                .contains("remove container shop-a-pre_start-0"));
    }

    @Test
    void aHookThatFailedAndWasKeptGivesWayToAChangedVolume() {
        String json =
                "{'name':'shop','services':{'a':{'image':'x','volumes':[{'type':'volume','source':'v','target':'/v'}],"
                        + "'pre_start':[{'command':['m']}]}},'volumes':{'v':{'name':'shop_v'}}}";
        Plan plan = world.up(world.project(json));
        plan.steps().subList(0, plan.steps().size() - 3).forEach(step -> world.act(step.action()));
        world.see("shop-a-pre_start-0", "exited", "", 3, false);
        Plan renewed = world.up(world.project(json.replace("'name':'shop_v'", "'name':'shop_v','labels':{'x':'y'}")));
        Step removed = renewed.steps().stream()
                .filter(step -> step.id().equals("remove volume shop_v"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("remove container shop-a-1", "remove container shop-a-pre_start-0"),
                removed.after(),
                renewed.text());
        assertTrue(renewed.text().contains("create container shop-a-pre_start-0 (pre_start of a)"), renewed.text());
    }

    @Test
    void anImageThatOnlyAHookHasGoesWithAllImages() {
        StackSpec spec = world.stack("{'a':{'image':'x','pre_start':[{'image':'tool'},{'image':'x'}]}}");
        world.with(world.up(spec));
        assertTrue(down(spec, "all").endsWith("""
                3. remove image x (down) after 2
                4. remove image tool (down) after 2
                """), down(spec, "all"));
        assertFalse(down(spec, "local").contains("image"), down(spec, "local"));
    }

    private String down(StackSpec spec, String rmi) {
        return Reconcile.down(world.situation(spec), request("{'rmi':'" + rmi + "'}", DownRequest.class))
                .text();
    }

    @Test
    void aStartIsRefusedAndAHookForEachReplicaToo() {
        StackSpec spec = world.stack("{'a':{'image':'x','pre_start':[{'command':['m']}]}}");
        world.with(world.up(spec));
        var start = request("{}", ServiceAction.class);
        assertEquals("", Reconcile.action(world.situation(spec), "start", start).text());
        world.see("shop-a-1", "exited", "", 0, true);
        refused(spec, "start");
        assertTrue(
                Reconcile.action(world.situation(spec), "restart", start).text().contains("restart"));
        world.see("shop-a-1", "created", "", 0, false);
        refused(spec, "restart");
        assertTrue(assertThrows(
                        EngineException.class,
                        () -> world.stack("{'a':{'image':'x','pre_start':[{'command':['m'],'per_replica':true}]}}"))
                .getMessage()
                .contains("services.a.pre_start[0].per_replica"));
    }

    private void refused(StackSpec spec, String verb) {
        var request = request("{}", ServiceAction.class);
        var refusal = assertThrows(EngineException.class, () -> Reconcile.action(world.situation(spec), verb, request));
        assertTrue(refusal.getMessage().contains("a " + verb + " does not: use up a"), refusal.getMessage());
    }

    @Test
    void theHooksOfAJobThatRunsAgainAreNoChange() {
        StackSpec spec = world.stack("{'a':{'image':'x','pre_start':[{'command':['m']}]}}");
        world.with(world.up(spec)).see("shop-a-1", "exited", "", 0, false);
        Plan plan = world.up(spec);
        assertTrue(plan.text().contains("start container shop-a-pre_start-0 (run again)"), plan.text());
        assertFalse(plan.changes());
    }

    @Test
    void theImageOfAHookIsPulledAndThatOfAnotherServiceBuilt() {
        StackSpec spec = world.stack("{'a':{'image':'x','pre_start':[{'image':'tool'},{'image':'own'}]},"
                + "'b':{'image':'own','scale':0,'build':{'context':'/b'}}}");
        List<String> ids = world.up(spec).steps().stream().map(Step::id).toList();
        assertEquals(List.of("pull image x", "pull image tool", "build image own"), ids.subList(0, 3));
        var pull = request("{'stack':{'services':['a'],'options':{}}}", ImagesRequest.class);
        assertEquals("""
                1. pull image x (is not on the node)
                2. pull image tool (is not on the node)
                """, Reconcile.pull(world.situation(spec), pull).text());
    }

    @Test
    void whatAHookIsToldIsMaskedInThePlan() {
        String spec = "{'a':{'image':'x','pre_start':[{'command':['m'],'environment':{'KEY':'secret'}}]}}";
        world.with(world.up(world.stack(spec)));
        String changed = world.up(world.stack(spec.replace("secret", "hidden"))).text();
        String more = world.up(world.stack(spec.replace("}}]", "}},{'command':['n']}]")))
                .text();
        assertTrue(changed.contains("pre_start[0].environment.KEY: ••• → •••"), changed);
        assertTrue(more.contains("pre_start: ••• → •••"), more);
    }
}
