package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes containers, networks and volumes outdated, and who follows. */
class RecreateTest {
    private static final String TWO =
            "{'name':'shop','services':{'a':{'image':'a','networks':{'n':null},'volumes':[{'type':'volume','source':'v','target':'/v'}]},"
                    + "'b':{'image':'b','networks':{'n':null},'depends_on':{'a':{'condition':'service_started'}}}},"
                    + "'networks':{'n':{'name':'shop_n'}},'volumes':{'v':{'name':'shop_v'}}}";

    private final World world = new World();

    private void isUp(StackSpec spec) {
        world.with(world.up(spec));
        assertEquals("", world.up(spec).text());
    }

    private void rewrite(java.util.function.Consumer<ObjectNode> change) {
        for (Task task : List.copyOf(world.tasks.values())) {
            ObjectNode service = task.service().deepCopy();
            change.accept(service);
            world.tasks.put(
                    task.id(),
                    new Task(
                            task.id(),
                            task.stack(),
                            task.serviceName(),
                            task.number(),
                            task.oneOff(),
                            task.name(),
                            task.apply(),
                            service,
                            task.container(),
                            task.files(),
                            task.postStart(),
                            task.preStop()));
        }
    }

    @Test
    void whatAnotherVersionStoredIsComparedInTodaysForm() {
        StackSpec spec = world.stack("{'a':{'image':'a','command':null,'healthcheck':{'test':['CMD','x']},"
                + "'environment':{'E':null},'networks':{'default':null}}}");
        isUp(spec);
        rewrite(service -> {
            service.putNull("a_field_that_is_unset_now");
            service.putObject("another").putNull("deep");
            service.putArray("profiles").add("left out today");
            ((ObjectNode) service.get("healthcheck")).putNull("start_interval");
        });
        assertEquals("", world.up(spec).text());
        rewrite(service -> ((ObjectNode) service.get("environment")).remove("E"));
        assertTrue(
                world.up(spec).text().contains("environment.E:"), world.up(spec).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'network_mode':'service:db'",
                "'pid':'service:db'",
                "'ipc':'service:db'",
                "'volumes_from':['db']"
            })
    void whoSharesWithAContainerThatComesAnewFollows(String shares) {
        String services = "{'db':{'image':'db','environment':{'A':'1'}},'web':{'image':'web'," + shares
                + ",'depends_on':{'db':{'condition':'service_started'}}}}";
        isUp(world.stack(services));
        StackSpec changed = world.stack(services.replace("'1'", "'2'"));
        String text = world.up(changed).text();
        assertTrue(text.contains("create container shop-web-1 (shares with db, which is created anew)"), text);
        Plan alone = world.up(changed, ApplyOptions.NONE, "db");
        assertTrue(!alone.text().contains("shop-web-1"), alone.text());
        assertTrue(alone.notices().getFirst().startsWith("service web shares with db"), alone.notices()::toString);
    }

    @Test
    void theContentOfAnEnvFileOrAConfigCounts() {
        String service = "{'name':'s','services':{'a':{'image':'a','environment':{'FROM_FILE':'%s'},"
                + "'configs':[{'source':'c'}]}},'configs':{'c':{'file':'/c'}}}";
        world.fingerprints.put("configs/c", "1");
        isUp(world.project(service.formatted("1")));
        assertTrue(world.up(world.project(service.formatted("2"))).text().contains("environment.FROM_FILE"));
        world.fingerprints.put("configs/c", "2");
        assertTrue(world.up(world.project(service.formatted("1"))).text().contains("configs[0].content"));
    }

    @Test
    void whoHasAVolumeThatIsCalledOtherwiseNowComesAnew() {
        String text = "{'name':'shop','services':{'a':{'image':'a','volumes':[{'type':'volume','source':'kept',"
                + "'target':'/kept'}]},'b':{'image':'a'}},'volumes':{'kept':{'name':'%s'}}}";
        isUp(world.project(text.formatted("shop_kept")));
        for (String name : List.of("mine", "theirs", "shop_kept")) {
            StackSpec changed = world.project(text.formatted(name));
            String plan = world.up(changed).text();
            assertTrue(plan.contains("create container shop-a-1"), plan);
            assertTrue(!plan.contains("shop-b-1"), plan);
            isUp(changed);
        }
    }

    @Test
    void aChangedNetworkIsMadeAnewAndWhoIsNotAskedForIsReconnected() {
        isUp(world.project(TWO));
        StackSpec changed = world.project(TWO.replace("'name':'shop_n'", "'name':'shop_n','internal':true"));
        String expected = """
                1. stop container shop-a-1 (network n changed)
                     Internal: false → true
                2. stop container shop-b-1 (network n changed)
                3. remove network shop_n (network n changed) after 1, 2
                4. create network shop_n (network n changed) after 3
                """;
        Plan plan = world.up(changed, ApplyOptions.NONE, "a");
        assertTrue(
                plan.text().startsWith(expected + "5. start container shop-b-1 (reconnected to shop_n) after 4\n"),
                plan.text());
        assertTrue(plan.text().contains("create container shop-a-1 (network shop_n is replaced)"), plan.text());
        assertEquals(
                List.of("start container shop-a-1", "start container shop-b-1"),
                plan.steps().get(2).undo().stream().map(Action::label).toList());
        String kept = world.up(changed, options(true, false)).text();
        assertTrue(kept.endsWith("""
                5. start container shop-a-1 (reconnected to shop_n) after 4
                6. start container shop-b-1 (reconnected to shop_n) after 4
                """), kept);
        isUp(changed);
    }

    @Test
    void anImageThatIsMountedCountsLikeTheContainersOwn() {
        StackSpec spec = world.stack("{'data':{'image':'data:1','build':{'context':'/src'}},"
                + "'a':{'image':'a','volumes':[{'type':'image','source':'data:1','target':'/data'}]}}");
        Plan first = world.up(spec);
        assertTrue(first.text().contains("build image data:1"), first.text());
        assertFalse(first.text().contains("create container shop-a-1"), first.text());
        world.with(first);
        isUp(spec);
        world.images.put("data:1", "sha256:0123456789abcdef");
        String text = world.up(spec).text();
        assertTrue(text.contains("create container shop-a-1 (service a changed)"), text);
        assertTrue(text.contains("mounted_images.data:1: built"), text);
        assertTrue(text.contains(" → 0123456789ab"), text);
    }

    @Test
    void networksAndVolumesCarryComposesLabelsWhichMakeNothingOutdated() {
        isUp(world.project(TWO));
        String kind = "com.docker.compose.";
        CreateNetwork network = world.networks.get("shop_n");
        assertEquals(
                Map.of(kind + "project", "shop", kind + "network", "n", kind + "version", "2.26.1"), network.labels());
        CreateVolume volume = world.volumes.get("shop_v");
        assertEquals(
                Map.of(kind + "project", "shop", kind + "volume", "v", kind + "version", "2.26.1"), volume.labels());
        Map<String, String> of = Map.of(kind + "project", "shop", kind + "version", "1.0");
        world.networks.put(
                "shop_n",
                new CreateNetwork(
                        network.name(),
                        network.driver(),
                        network.scope(),
                        network.flags(),
                        network.ipam(),
                        network.configFrom(),
                        network.options(),
                        of));
        world.madeVolumes.put("shop_v", new CreateVolume(volume.name(), volume.driver(), volume.driverOpts(), of));
        assertEquals("", world.up(world.project(TWO)).text());
    }

    @Test
    void aChangedVolumeIsMadeAnewWithItsContainersAndSaysWhatIsLost() {
        isUp(world.project(TWO));
        StackSpec changed =
                world.project(TWO.replace("'name':'shop_v'", "'name':'shop_v','driver_opts':{'type':'tmpfs'}"));
        Plan plan = world.up(changed);
        assertEquals("""
                1. stop container shop-a-1 (volume v changed)
                     DriverOpts.type:  → tmpfs
                2. remove container shop-a-1 (volume v changed) after 1
                3. remove volume shop_v (volume v changed) after 2
                4. create volume shop_v (volume v changed) after 3
                5. create container shop-a-1 (does not exist) after 4
                6. start container shop-a-1 (is new) after 5
                """, plan.text());
        assertEquals(
                List.of(
                        "volume shop_v was made by another definition (DriverOpts.type:  → tmpfs); making it anew loses what is in it"),
                plan.losses());
        isUp(changed);
    }

    @Test
    void aVolumeThatADownHasLeftIsComparedToo() {
        isUp(world.project(TWO));
        world.madeVolumes.clear();
        world.tasks.clear();
        assertFalse(world.up(world.project(TWO)).text().contains("volume"));
        StackSpec changed =
                world.project(TWO.replace("'name':'shop_v'", "'name':'shop_v','driver_opts':{'type':'tmpfs'}"));
        assertEquals(1, world.up(changed).losses().size());
        world.volumes.put("shop_v", new CreateVolume("shop_v", "local", null, null));
        assertEquals(List.of(), world.up(changed).losses(), "somebody else's, as in Compose");
    }

    @Test
    void aVolumeIsNotTakenFromAServiceThatIsNotAskedFor() {
        String both = TWO.replace(
                "'b':{'image':'b',", "'b':{'image':'b','volumes':[{'type':'volume','source':'v','target':'/w'}],");
        isUp(world.project(both));
        StackSpec changed = world.project(both.replace("'name':'shop_v'", "'name':'shop_v','labels':{'x':'y'}"));
        var refused = assertThrows(EngineException.class, () -> world.up(changed, ApplyOptions.NONE, "a"));
        assertTrue(refused.getMessage().endsWith("name service b too"), refused::getMessage);
    }

    @Test
    void anonymousVolumesAreTakenOverUnlessTheyAreToBeRenewed() {
        StackSpec before = world.stack("{'a':{'image':'a','environment':{'A':'1'}}}");
        StackSpec after = world.stack("{'a':{'image':'a','environment':{'A':'2'}}}");
        isUp(before);
        assertEquals(List.of("t1"), inheritances(world.up(after)));
        assertEquals(List.of(""), inheritances(world.up(after, options(false, true))));
    }

    private static List<String> inheritances(Plan plan) {
        return plan.steps().stream()
                .filter(step -> step.action().verb().equals("create")
                        && step.action().object().equals("container"))
                .map(step -> ((dev.jcompose.scheduler.protocol.Assignment.Container)
                                ((Action.Assign) step.action()).to())
                        .inheritFrom())
                .toList();
    }

    private static ApplyOptions options(boolean noRecreate, boolean renewAnonVolumes) {
        return new ApplyOptions(
                false,
                false,
                "",
                false,
                false,
                noRecreate,
                false,
                false,
                false,
                false,
                renewAnonVolumes,
                Map.of(),
                false,
                null,
                null,
                false,
                List.of());
    }
}
