package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpPlanTest {

    private static final String WEB_DB = """
            {'db':{'image':'pg:16','environment':{'POSTGRES_PASSWORD':'x'},'networks':{'default':null},
                   'healthcheck':{'test':['CMD','pg_isready'],'interval':'1s'},
                   'volumes':[{'type':'volume','source':'data','target':'/var/lib/pg','volume':{}}]},
             'web':{'image':'web:1','environment':{'MODE':'a'},'networks':{'default':null},'scale':1,
                    'depends_on':{'db':{'condition':'service_healthy','required':true}}}}
            """;

    private final World world = new World();

    private StackSpec webDb(String services) {
        return world.project("{'name':'shop','services':" + services
                + ",'networks':{'default':{'name':'shop_default'}},'volumes':{'data':{'name':'shop_data'}}}");
    }

    private World isUp() {
        return world.with(world.up(webDb(WEB_DB)));
    }

    private static ApplyOptions options(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ApplyOptions.class);
    }

    @Test
    void aFirstUpPullsCreatesAndStartsBehindTheGateOfHealth() {
        assertEquals("""
                1. pull image pg:16 (is not on the node)
                2. pull image web:1 (is not on the node)
                3. create network shop_default (does not exist) after 1, 2
                4. create volume shop_data (does not exist) after 1, 2
                5. create container shop-db-1 (does not exist) after 1, 2, 3, 4
                6. create container shop-web-1 (does not exist) after 1, 2, 3
                7. start container shop-db-1 (is new) after 5
                8. await healthy container shop-db-1 (web waits for it) after 7
                9. start container shop-web-1 (is new) after 6, 8
                """, world.up(webDb(WEB_DB)).text());
    }

    @Test
    void anImageThatAnotherServiceBuildsIsNotPulledAndBuiltOnce() {
        StackSpec spec =
                world.stack("{'a':{'image':'own','pull_policy':'never'},'b':{'image':'own','build':{'context':'/b'}}}");
        assertEquals("""
                1. build image own (is not on the node)
                2. create container shop-a-1 (does not exist) after 1
                3. create container shop-b-1 (does not exist) after 1
                4. start container shop-a-1 (is new) after 2
                5. start container shop-b-1 (is new) after 3
                """, world.up(spec, ApplyOptions.NONE).text());
        assertEquals(
                "b",
                world.up(spec, ApplyOptions.NONE, "a").view().steps().getFirst().service());
    }

    @Test
    void aServiceThatNoProfileEnablesIsNoOrphan() {
        world.with(world.up(world.stack("{'a':{'image':'x'},'tool':{'image':'x'}}")));
        StackSpec without = world.stack("{'a':{'image':'x'}}");
        assertEquals(
                "",
                world.up(without, options("{'removeOrphans':true,'disabled':['tool']}"))
                        .text());
        assertTrue(
                world.up(without, options("{'removeOrphans':true}")).text().contains("remove container shop-tool-1"));
    }

    @Test
    void anAppliedPlanLeavesNothingToDo() {
        assertEquals("", isUp().up(webDb(WEB_DB)).text());
    }

    @Test
    void aChangedFieldReplacesOnlyTheContainersOfItsServiceAndKeepsTheOldOneUntilTheNewOneRuns() {
        Plan plan = isUp().up(webDb(WEB_DB.replace("'MODE':'a'", "'MODE':'b'")));
        assertEquals("""
                1. rename container c0ffee0000t2_shop-web-1 (service web changed)
                     environment.MODE: ••• → •••
                2. create container shop-web-1 (service web changed) after 1
                3. stop container c0ffee0000t2_shop-web-1 (service web changed) after 2
                4. start container shop-web-1 (is new) after 2, 3
                5. remove container c0ffee0000t2_shop-web-1 (replaced by shop-web-1) after 2, 4
                """, plan.text());
        List<String> undo =
                plan.steps().get(3).undo().stream().map(Action::label).toList();
        assertEquals(
                List.of("remove container shop-web-1", "rename container shop-web-1", "start container shop-web-1"),
                undo);
        assertEquals(
                "",
                world.with(plan)
                        .up(webDb(WEB_DB.replace("'MODE':'a'", "'MODE':'b'")))
                        .text());
    }

    @Test
    void aDependentThatAsksForItRestartsAroundItsDependency() {
        String restarting = WEB_DB.replace("'required':true", "'required':true,'restart':true");
        world.images.put("pg:17", "sha256:pg17");
        assertEquals("""
                1. rename container c0ffee0000t1_shop-db-1 (service db changed)
                     image: pg:16 → pg:17
                2. create container shop-db-1 (service db changed) after 1
                3. stop container shop-web-1 (restarts with db)
                4. stop container c0ffee0000t1_shop-db-1 (service db changed) after 2, 3
                5. start container shop-db-1 (is new) after 2, 4
                6. remove container c0ffee0000t1_shop-db-1 (replaced by shop-db-1) after 2, 5
                7. await healthy container shop-db-1 (web waits for it) after 5
                8. start container shop-web-1 (restarts with db) after 3, 7
                """, isUp().up(webDb(restarting.replace("pg:16", "pg:17"))).text());
    }

    @Test
    void anImageThatWasBuiltAnewReplacesItsContainers() {
        isUp().images.put("web:1", "sha256:0123456789abcdef");
        String text = world.up(webDb(WEB_DB)).text();
        assertTrue(text.contains("image id: web:1 → 0123456789ab"), text);
    }

    @Test
    void aForcedRecreateOfOneRequestDoesNotBeginAnewAfterACrash() {
        ApplyOptions force = options("{'forceRecreate':true}");
        var ids = Stream.iterate(1, n -> n + 1).map(n -> "new" + n).iterator();
        Plan plan = Reconcile.up(isUp().situation(webDb(WEB_DB)), List.of(), force, "request", Set.of(), ids::next);
        plan.steps().subList(0, 4).forEach(step -> world.act(step.action()));
        Plan again = Reconcile.up(world.situation(webDb(WEB_DB)), List.of(), force, "request", Set.of(), ids::next);
        assertTrue(
                again.steps().stream().noneMatch(step -> step.id().equals("create container shop-db-1")), again.text());
        assertEquals("", world.with(again).up(webDb(WEB_DB)).text());
    }

    @Test
    void scalingUpAddsAndScalingDownTakesTheHighestNumbers() {
        String three = WEB_DB.replace("'scale':1", "'scale':3");
        Plan plan = isUp().up(webDb(three));
        assertEquals("""
                1. create container shop-web-2 (does not exist)
                2. create container shop-web-3 (does not exist)
                3. start container shop-web-2 (is new) after 1
                4. start container shop-web-3 (is new) after 2
                """, plan.text());
        assertEquals("""
                1. stop container shop-web-2 (service web is scaled down)
                2. remove container shop-web-2 (service web is scaled down) after 1
                3. stop container shop-web-3 (service web is scaled down)
                4. remove container shop-web-3 (service web is scaled down) after 3
                """, world.with(plan).up(webDb(WEB_DB)).text());
    }

    @Test
    void aContainerThatItsUserStoppedOrRemovedComesBackWithTheNextUp() {
        isUp().see("shop-web-1", "exited", "", 0, true);
        assertEquals(
                "1. start container shop-web-1 (is exited)\n",
                world.up(webDb(WEB_DB)).text());
        world.containers.remove("t2");
        assertEquals("""
                1. create container shop-web-1 (does not exist)
                2. start container shop-web-1 (is new) after 1
                3. remove container shop-web-1 (is gone)
                """, world.up(webDb(WEB_DB)).text());
    }

    @Test
    void aJobThatHasCompletedRunsAgainAtEachUpAndIsNoChange() {
        String job = """
                {'migrate':{'image':'m'},
                 'web':{'image':'web','depends_on':{'migrate':{'condition':'service_completed_successfully'}}}}
                """;
        Plan plan = world.up(world.stack(job));
        assertTrue(plan.text().contains("await completed container shop-migrate-1 (web waits for it)"), plan.text());
        world.with(plan).see("shop-migrate-1", "exited", "", 0, false);
        Plan again = world.up(world.stack(job));
        assertEquals("1. start container shop-migrate-1 (run again)\n", again.text());
        assertFalse(again.changes());
    }

    @Test
    void whatBelongsToANetworkOfItsOwnCannotBeSaidBesideANetworkMode() {
        String app = "{'vpn':{'image':'v'},'app':{'image':'a','network_mode':'%s','hostname':'h',"
                + "'ports':[{'target':80,'published':'8080','protocol':'tcp'}],'expose':[]}}";
        var refused = assertThrows(EngineException.class, () -> world.stack(app.formatted("service:vpn")));
        assertEquals("""
                services.app.hostname cannot go with network_mode: service:vpn, whose network has its own: leave it out
                services.app.ports cannot go with network_mode: service:vpn, whose network has its own: leave it out\
                """, refused.getMessage());
        assertEquals(
                List.of("services.app.ports has no effect here: network_mode: host publishes no ports"),
                world.stack(app.formatted("host")).notices());
        String linked = "{'db':{'image':'d','network_mode':'bridge'},"
                + "'app':{'image':'a','network_mode':'%s','links':['db:database']}}";
        assertThrows(EngineException.class, () -> world.stack(linked.formatted("none")));
        StackSpec bridged = world.stack(linked.formatted("bridge"));
        var app1 = bridged.services().get("app").replica().apply(1);
        assertTrue(
                app1.hostConfig().reach().links().contains("shop-db-1:database"),
                () -> app1.hostConfig().reach().links().toString());
    }

    @Test
    void aJobForOnceIsNotRunAgain() {
        String job = "{'migrate':{'image':'m','x-jcompose':{'once':true}}}";
        Plan plan = world.up(world.stack(job));
        assertTrue(plan.changes());
        world.with(plan).see("shop-migrate-1", "exited", "", 0, false);
        assertEquals("", world.up(world.stack(job)).text());
    }

    @Test
    void aJobForOnceRunsWhereItsConfigurationOrItsImageIsAnother() {
        String job = "{'migrate':{'image':'m','environment':{'TO':'1'},'x-jcompose':{'once':true}}}";
        world.images.put("m", "sha256:old");
        world.with(world.up(world.stack(job))).see("shop-migrate-1", "exited", "", 0, false);
        assertEquals("", world.up(world.stack(job)).text());

        StackSpec changed = world.stack(job.replace("'1'", "'2'"));
        Plan configured = world.up(changed);
        assertTrue(configured.changes());
        assertTrue(configured.text().contains("start container shop-migrate-1 (is new)"), configured.text());
        world.with(configured).see("shop-migrate-1", "exited", "", 0, false);
        assertEquals("", world.up(changed).text());

        world.images.put("m", "sha256:new");
        Plan renewed = world.up(changed);
        assertTrue(renewed.changes());
        assertTrue(renewed.text().contains("start container shop-migrate-1 (is new)"), renewed.text());
    }

    @Test
    void anUpOfOneServiceLeavesWhatChangedOfTheOthersAlone() {
        String three = """
                {'db':{'image':'d','environment':{'A':'1'}},
                 'web':{'image':'w','environment':{'B':'1'},'depends_on':{'db':{'condition':'service_started'}}},
                 'mail':{'image':'m','environment':{'C':'1'}}}
                """;
        world.with(world.up(world.stack(three)));
        StackSpec changed = world.stack(three.replace("'1'", "'2'"));
        String web = world.up(changed, ApplyOptions.NONE, "web").text();
        assertTrue(web.contains("create container shop-web-1") && web.contains("create container shop-db-1"), web);
        assertFalse(web.contains("mail"), web);
        String mail = world.up(changed, ApplyOptions.NONE, "mail").text();
        assertTrue(mail.contains("create container shop-mail-1"), mail);
        assertFalse(mail.contains("web") || mail.contains("shop-db"), mail);
    }

    @Test
    void aDependencyThatIsNotRequiredDoesNotHoldItsDependentBack() {
        String optional = WEB_DB.replace("'required':true", "'required':false");
        Step start = world.up(webDb(optional)).steps().getLast();
        assertEquals("start container shop-web-1", start.id());
        assertEquals(List.of("await healthy container shop-db-1"), start.tolerated());
    }

    @Test
    void aSelectedServiceBringsItsDependenciesUnlessToldNotTo() {
        assertTrue(world.up(webDb(WEB_DB), ApplyOptions.NONE, "web").text().contains("start container shop-db-1"));
        String alone =
                world.up(webDb(WEB_DB), options("{'noDeps':true}"), "web").text();
        assertTrue(!alone.contains("shop-db-1"), alone);
    }

    @Test
    void orphansAreNamedAndGoOnlyOnRequest() {
        isUp();
        StackSpec onlyDb =
                webDb("{'db':" + WEB_DB.substring(WEB_DB.indexOf("{'image':'pg"), WEB_DB.indexOf(",\n 'web'")) + "}");
        Plan kept = world.up(onlyDb);
        assertEquals("", kept.text());
        assertTrue(
                kept.notices().getFirst().contains("shop-web-1"), kept.notices().toString());
        assertEquals("""
                1. stop container shop-web-1 (the stack file has no service web)
                2. remove container shop-web-1 (the stack file has no service web) after 1
                """, world.up(onlyDb, options("{'removeOrphans':true}")).text());
    }

    @Test
    void anImageThatMayChangeIsFetchedFirstAndThePlanIsMadeAgain() {
        Plan plan = isUp().up(webDb(WEB_DB), options("{'pull':'always'}"));
        assertEquals("""
                1. pull image pg:16 (was asked for)
                2. pull image web:1 (was asked for)
                """, plan.text());
        assertTrue(plan.more());
    }

    @Test
    void whatIsExternalMustBeThere() {
        StackSpec spec = world.project(
                "{'name':'s','services':{'a':{'image':'a','networks':{'n':null}}},'networks':{'n':{'name':'out','external':true}}}");
        var missing = assertThrows(EngineException.class, () -> world.up(spec));
        assertTrue(
                missing.toString().contains("network out declared as external, but could not be found"),
                missing::toString);
    }

    @Test
    void aSecretWithNewContentReplacesItsContainersAndShowsNothingOfIt() {
        String services = "{'a':{'image':'a','secrets':[{'source':'key'}]}}";
        String project = "{'name':'s','services':" + services + ",'secrets':{'key':{'file':'/k'}}}";
        world.fingerprints.put("secrets/key", "print1");
        world.with(world.up(world.project(project)));
        world.fingerprints.put("secrets/key", "print2");
        String text = world.up(world.project(project)).text();
        assertTrue(text.contains("secrets[0].content: ••• → •••"), text);
        assertTrue(!text.contains("print"), text);
    }

    @Test
    void aBindOfDockersSocketMeansOursWhereThereIsNoDocker() {
        String service = "{'ui':{'image':'ui','volumes':[{'type':'bind','source':'/var/run/docker.sock',"
                + "'target':'/var/run/docker.sock'}],'networks':{'default':null}}}";
        World world = new World();
        assertEquals(List.of(), world.up(world.stack(service)).notices());
        world.dockerSocket = "/run/jcompose/docker.sock";
        assertEquals(
                List.of("services.ui.volumes: there is no Docker on this node, so /var/run/docker.sock is the socket of"
                        + " jcompose, /run/jcompose/docker.sock"),
                world.up(world.stack(service)).notices());
    }

    @Test
    void whatNoServiceUsesIsMadeWhereTheStackHasItAndAllIsAskedFor() {
        StackSpec spec = world.project("{'name':'shop','services':{'a':{'image':'a'},'b':{'image':'b'}},"
                + "'networks':{'n':{'name':'shop_n'}},'volumes':{'v':{'name':'shop_v'}}}");
        String text = world.up(spec).text();
        assertTrue(text.contains("create network shop_n"), text);
        assertTrue(text.contains("create volume shop_v"), text);
        String some = world.up(spec, ApplyOptions.NONE, "a").text();
        assertFalse(some.contains("shop_n") || some.contains("shop_v"), some);
    }

    @Test
    void withoutDependenciesAContainerIsNotLinkedToWhatIsNotThere() {
        StackSpec spec = world.stack("{'a':{'image':'a','links':['b','c:friend'],'networks':{'default':null},"
                + "'depends_on':{'b':{'condition':'service_started'},'c':{'condition':'service_started'}}},"
                + "'b':{'image':'b','networks':{'default':null}},'c':{'image':'c','networks':{'default':null}}}");
        world.with(world.up(spec, ApplyOptions.NONE, "c"));
        ApplyOptions alone = Json.read("{\"noDeps\":true}".getBytes(StandardCharsets.UTF_8), ApplyOptions.class);
        world.with(world.up(spec, alone, "a"));
        assertEquals(List.of("shop-c-1:friend", "shop-c-1:c-1", "shop-c-1:shop-c-1"), links("shop-a-1"));
        world.with(world.up(spec, alone, "a"));
        assertEquals("", world.up(spec, alone, "a").text());
    }

    private List<String> links(String container) {
        return world.tasks.values().stream()
                .filter(task -> task.name().equals(container))
                .flatMap(task -> task.container().networkingConfig().endpointsConfig().values().stream())
                .flatMap(endpoint -> endpoint.links().stream())
                .toList();
    }

    @Test
    void whatIsNoPortIsRefusedAndARangeIsExposedWhole() {
        StackSpec spec = world.stack("{'a':{'image':'a','expose':['90','8000-8002/udp']}}");
        assertEquals(
                Set.of("90/tcp", "8000/udp", "8001/udp", "8002/udp"),
                spec.services()
                        .get("a")
                        .replica()
                        .apply(1)
                        .config()
                        .exposedPorts()
                        .keySet());
        for (String wrong : List.of("a-b", "9-3", "70000", "80/x", "1-2-3", "80-", "")) {
            StackSpec bad = world.stack("{'a':{'image':'a','expose':['90','" + wrong + "']}}");
            var refused = assertThrows(EngineException.class, () -> world.up(bad));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("services.a.expose[1]: \"" + wrong), wrong);
        }
    }

    @Test
    void aShorterIntervalAtTheStartNeedsAStart() {
        StackSpec spec = world.stack("{'a':{'image':'a','healthcheck':{'test':['CMD','x'],'start_interval':'1s'}}}");
        var refused = assertThrows(EngineException.class, () -> world.up(spec));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("services.a.healthcheck.start_interval requires healthcheck.start_period"),
                refused::getMessage);
    }

    @Test
    void aServiceWhoseEnvFilesWereNotReadIsNotMade() {
        StackSpec spec = world.stack("{'a':{'image':'a'},'b':{'image':'b','env_file':[{'path':'/none'}]}}");
        assertTrue(world.up(spec, ApplyOptions.NONE, "a").text().contains("create container shop-a-1"));
        var refused = assertThrows(EngineException.class, () -> world.up(spec));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("services.b.env_file:"), refused::getMessage);
    }

    @Test
    void whoSharesWithAServiceThatHasNoContainerIsRefusedWithoutIt() {
        StackSpec spec = world.stack("{'db':{'image':'db'},'app':{'image':'app','network_mode':'service:db',"
                + "'depends_on':{'db':{'condition':'service_started','restart':true}}}}");
        ApplyOptions alone = Json.read("{\"noDeps\":true}".getBytes(StandardCharsets.UTF_8), ApplyOptions.class);
        var refused = assertThrows(EngineException.class, () -> world.up(spec, alone, "app"));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("services.app cannot share with service db: container missing"),
                refused::getMessage);
        world.with(world.up(spec));
        assertEquals("", world.up(spec, alone, "app").text());
    }

    @Test
    void aServiceWhoseContainerCannotBeMadeKeepsNoOtherFromItsOwn() {
        StackSpec spec = world.stack("{'good':{'image':'a'},'bad':{'image':'a','blkio_config':{},"
                + "'expose':['nowhere'],'credential_spec':{'file':'x'}}}");
        assertEquals(List.of(), spec.notices());
        world.with(world.up(spec, ApplyOptions.NONE, "good"));
        assertEquals(
                List.of("shop-good-1"),
                world.tasks.values().stream().map(Task::name).toList());
        assertThrows(EngineException.class, () -> world.up(spec));
    }

    @Test
    void containersThatRunAsTheyAreWantedAreKept() {
        StackSpec spec = world.stack("{'a':{'image':'a'},'b':{'image':'a','scale':2}}");
        assertEquals(List.of(), world.up(spec).kept());
        world.with(world.up(spec, ApplyOptions.NONE, "a"));
        assertEquals(
                List.of(StackEvent.Progress.keeping("shop-a-1", "running")),
                world.up(spec).kept());
        assertEquals(List.of(), world.up(spec, ApplyOptions.NONE, "b").kept());
    }

    @Test
    void linksOnTheDefaultNetworkWaitForTheirContainers() {
        StackSpec spec = world.stack("{'a':{'image':'a','network_mode':'bridge'},"
                + "'b':{'image':'a','network_mode':'bridge','links':['a'],"
                + "'depends_on':{'a':{'condition':'service_started'}}}}");
        Plan plan = world.up(spec);
        Step linking = plan.steps().stream()
                .filter(step -> step.id().equals("create container shop-b-1"))
                .findFirst()
                .orElseThrow();
        assertTrue(linking.after().contains("create container shop-a-1"), plan::text);
        ApplyOptions alone = Json.read("{\"noDeps\":true}".getBytes(StandardCharsets.UTF_8), ApplyOptions.class);
        world.with(world.up(spec, alone, "b"));
        assertEquals(
                List.of(),
                world.tasks.values().stream()
                        .flatMap(task -> task.container().hostConfig().reach().links().stream())
                        .toList());
    }
}
