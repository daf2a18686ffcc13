package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicePlanTest {

    private static final ServiceAction ALL =
            new ServiceAction(List.of(), null, "", false, false, false, false, Map.of());

    private final World world = new World();
    private StackSpec spec = world.stack("{}");

    @BeforeEach
    void up() {
        spec = world.stack("""
                {'db':{'image':'pg','restart':'always','networks':{'default':null}},
                 'api':{'image':'api','restart':'unless-stopped','networks':{'default':null},
                        'depends_on':{'db':{'condition':'service_healthy','restart':true}}},
                 'job':{'image':'job','networks':{'default':null},'depends_on':{'api':{'condition':'service_started'}}}}
                """);
        world.with(world.up(spec));
    }

    @Test
    void downStopsDependentsFirstAndLeavesNothing() {
        Plan plan = Reconcile.down(
                world.situation(spec),
                new DownRequest(true, "", false, false, 3, List.of(), List.of(), List.of(), null));
        assertEquals("""
                1. stop container shop-job-1 (down)
                2. remove container shop-job-1 (down) after 1
                3. stop container shop-api-1 (down) after 1
                4. remove container shop-api-1 (down) after 3
                5. stop container shop-db-1 (down) after 3
                6. remove container shop-db-1 (down) after 5
                7. remove network shop_default (down) after 2, 4, 6
                """, plan.text());
        world.with(plan);
        assertTrue(world.tasks.isEmpty() && world.containers.isEmpty() && world.networks.isEmpty());
    }

    @Test
    void downLeavesWhatNoProfileEnablesAndWhatThatUses() {
        String service = "'image':'a','networks':{'default':null}";
        String stack = "{'name':'shop','services':{%s},'networks':{'default':{'name':'shop_default'}},"
                + "'volumes':{'v':{'name':'shop_v'}}}";
        String volume = ",'volumes':[{'type':'volume','source':'v','target':'/v'}]";
        String db = "'db':{'image':'pg'}";
        world.with(world.up(
                world.project(stack.formatted(db + ",'old':{" + service + "},'off':{" + service + volume + "}"))));
        StackSpec now = world.project(stack.formatted(db));
        Plan plan = Reconcile.down(
                world.situation(now),
                new DownRequest(true, "", true, false, null, List.of(), List.of(), List.of("off"), null));
        assertEquals(
                List.of(
                        "containers of services that no profile enables stay: shop-off-1; --profile with its name takes"
                                + " them along",
                        "network shop_default stays: a container that stays uses it",
                        "volume shop_v stays: a container that stays uses it"),
                plan.notices());
        world.with(plan);
        assertEquals(Set.of("shop-off-1"), names());
    }

    @Test
    void oneOffsAreSomebodysAndOrphansWhereTheyHaveEnded() {
        oneOff("shop-done", "exited");
        oneOff("shop-busy", "running");
        Plan up = world.up(spec);
        assertEquals(
                List.of("one-off containers that have ended: shop-done; --remove-orphans removes them"), up.notices());
        assertEquals("", up.text());
        assertEquals("""
                1. kill container shop-busy (asked for)
                2. kill container shop-db-1 (asked for)
                """, Reconcile.action(world.situation(spec), "kill", db()).text());
        Plan down = down(false, "");
        assertEquals(
                List.of(
                        "one-off containers stay: shop-busy, shop-done; --remove-orphans removes them",
                        "network shop_default stays: a container that stays uses it"),
                down.notices());
        world.with(down);
        assertEquals(Set.of("shop-busy", "shop-done"), names());
        world.with(Reconcile.down(
                world.situation(spec),
                new DownRequest(true, "", true, false, null, List.of(), List.of(), List.of(), null)));
        assertTrue(world.tasks.isEmpty() && world.networks.isEmpty());
    }

    @Test
    void downOfAServiceTakesWhatNoOtherUses() {
        String service = "{'image':'%s','networks':{%s},'volumes':[%s]}";
        String mount = "{'type':'volume','source':'%s','target':'/%1$s'}";
        String both = mount.formatted("own") + "," + mount.formatted("shared");
        spec = world.project(("{'name':'shop','services':{'a':"
                + service.formatted("mine", "'back':null,'front':null", both) + ",'b':"
                + service.formatted("other", "'back':null", mount.formatted("shared")) + "},"
                + "'networks':{'back':{'name':'shop_back'},'front':{'name':'shop_front'}},"
                + "'volumes':{'own':{'name':'shop_own'},'shared':{'name':'shop_shared'}}}"));
        world.with(world.up(spec));
        world.with(down(false, "", "a"));
        assertEquals(Set.of("shop_back", "shop_default"), world.networks.keySet());
        assertEquals(Set.of("shop_own", "shop_shared"), world.volumes.keySet());
        world.with(world.up(spec));
        Plan plan = down(true, "all", "a");
        assertEquals(List.of("volume shop_shared stays: a container that stays uses it"), plan.notices());
        assertTrue(world.images.containsKey("mine"));
        world.with(plan);
        assertEquals(Set.of("shop_shared"), world.volumes.keySet());
        assertTrue(world.images.containsKey("other") && !world.images.containsKey("mine"));
    }

    private Plan down(boolean volumes, String rmi, String... services) {
        return Reconcile.down(
                world.situation(spec),
                new DownRequest(volumes, rmi, false, false, null, List.of(services), List.of(), List.of(), null));
    }

    private void oneOff(String name, String state) {
        Task db = world.tasks.values().stream()
                .filter(task -> task.serviceName().equals("db"))
                .findFirst()
                .orElseThrow();
        Task task = new Task(
                "id of " + name,
                db.stack(),
                db.serviceName(),
                0,
                true,
                name,
                db.apply(),
                db.service(),
                db.container(),
                db.files(),
                db.postStart(),
                db.preStop());
        world.tasks.put(task.id(), task);
        world.see(task, state, "", 0, false);
    }

    private static ServiceAction db() {
        return new ServiceAction(List.of("db"), null, "", false, false, false, false, Map.of());
    }

    private Set<String> names() {
        return world.tasks.values().stream().map(Task::name).collect(Collectors.toSet());
    }

    @Test
    void stopGoesAgainstTheOrderOfDependencies() {
        assertEquals("""
                1. stop container shop-job-1 (asked for)
                2. stop container shop-api-1 (asked for) after 1
                3. stop container shop-db-1 (asked for) after 2
                """, Reconcile.action(world.situation(spec), "stop", ALL).text());
    }

    @Test
    void aRestartTakesAlongWhoAsksForIt() {
        ServiceAction db = new ServiceAction(List.of("db"), null, "", false, false, false, false, Map.of());
        assertEquals("""
                1. restart container shop-db-1 (asked for)
                2. await healthy container shop-db-1 (api waits for it) after 1
                3. restart container shop-api-1 (asked for) after 1, 2
                """, Reconcile.action(world.situation(spec), "restart", db).text());
    }

    @Test
    void aBootBringsBackWhatThePolicySaysBehindItsGates() {
        world.see("shop-db-1", "exited", "", 0, true);
        world.see("shop-api-1", "exited", "", 137, false);
        world.see("shop-job-1", "exited", "", 137, false);
        assertEquals("""
                1. start container shop-db-1 (the daemon has started)
                2. await healthy container shop-db-1 (api waits for it) after 1
                3. start container shop-api-1 (the daemon has started) after 1, 2
                """, Reconcile.boot(world.situation(spec), Set.of()).text());
    }

    @Test
    void aBootLeavesWhatItsUserStopped() {
        world.see("shop-api-1", "exited", "", 0, true);
        assertEquals("", Reconcile.boot(world.situation(spec), Set.of()).text());
    }

    @Test
    void aBootDoesNotRepeatAJobThatIsDone() {
        StackSpec jobs = world.stack("""
                {'no':{'image':'j'},'again':{'image':'j','restart':'on-failure'},
                 'once':{'image':'j','restart':'on-failure','x-jcompose':{'once':true}}}
                """);
        World other = new World();
        other.with(other.up(jobs));
        for (String job : List.of("no", "again", "once")) {
            other.see("shop-" + job + "-1", "exited", "", 0, false);
        }
        assertEquals("", Reconcile.boot(other.situation(jobs), Set.of()).text());
        other.see("shop-again-1", "exited", "", 1, false);
        assertEquals(
                "1. start container shop-again-1 (the daemon has started)\n",
                Reconcile.boot(other.situation(jobs), Set.of()).text());
    }

    @Test
    void rmTakesOnlyWhatHasStopped() {
        world.see("shop-job-1", "exited", "", 1, false);
        assertEquals(
                "1. remove container shop-job-1 (asked for)\n",
                Reconcile.action(world.situation(spec), "rm", ALL).text());
    }

    /** As after an up with a profile and then one without: the stack that is stored does not know the job any more. */
    @Test
    void whatNoProfileEnablesNowIsStoppedAndRemovedByItsName() {
        StackSpec without = world.stack("{'db':{'image':'pg','restart':'always','networks':{'default':null}}}");
        ServiceAction both = new ServiceAction(List.of("db", "job"), null, "", false, true, false, false, Map.of());
        assertEquals(
                """
                1. stop container shop-job-1 (asked for)
                2. stop container shop-db-1 (asked for)
                """, Reconcile.action(world.situation(without), "stop", both).text());
        ServiceAction job = new ServiceAction(List.of("job"), null, "", false, true, false, false, Map.of());
        assertEquals("""
                1. stop container shop-job-1 (asked for)
                2. remove container shop-job-1 (asked for) after 1
                """, Reconcile.action(world.situation(without), "rm", job).text());
        assertEquals(
                "1. kill container shop-job-1 (asked for)\n",
                Reconcile.action(world.situation(without), "kill", job).text());
        assertEquals(
                "1. stop container shop-db-1 (asked for)\n",
                Reconcile.action(world.situation(without), "stop", ALL).text());
    }

    @Test
    void aKillTakesOrphansAwayWhereAsked() {
        StackSpec without = world.stack("{'db':{'image':'pg','restart':'always','networks':{'default':null}}}");
        world.see("shop-api-1", "exited", "", 0, true);
        ServiceAction kill = new ServiceAction(List.of(), null, "", false, false, false, true, Map.of());
        assertEquals(
                """
                1. remove container shop-api-1 (orphan)
                2. stop container shop-job-1 (orphan)
                3. remove container shop-job-1 (orphan) after 2
                4. kill container shop-db-1 (asked for)
                """, Reconcile.action(world.situation(without), "kill", kill).text());
    }
}
