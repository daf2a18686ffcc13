package dev.jcompose.scheduler.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.ImagesRequest;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final String STACK = """
            {'app':{'build':{'context':'/src','additional_contexts':{'files':'/more','lib':'service:lib'}},
                    'depends_on':{'db':{'condition':'service_started'}}},
             'lib':{'image':'lib:1','build':{'context':'/lib','args':{'A':'file','B':'file'}}},
             'db':{'image':'db:1','pull_policy':'every_1d12h'},
             'never':{'image':'never:1','pull_policy':'never'},
             'other':{'image':'db:1'}}
            """;

    private final World world = new World();

    private static ImagesRequest request(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ImagesRequest.class);
    }

    private static ImagesRequest of(String services, boolean deps, String more) {
        return request(
                "{'stack':{'services':" + services + ",'options':{'build':true,'noDeps':" + !deps + "}}" + more + "}");
    }

    private String built(String services, boolean deps) {
        return Reconcile.build(world.situation(world.stack(STACK)), of(services, deps, ""))
                .text();
    }

    @Test
    void aBuildBuildsWhatItIsBuiltFromFirstAndNothingElse() {
        world.images.put("lib:1", "sha256:lib");
        assertEquals("""
                1. build image lib:1 (was asked for)
                2. build image shop-app (is not on the node) after 1
                """, built("['app']", true));
        assertEquals("", built("['db']", false));
    }

    @Test
    void contextsHaveTheNamesUnderWhichTheClientPutsThem() {
        Plan plan = Reconcile.build(world.situation(world.stack(STACK)), of("['app']", false, ""));
        assertEquals(
                Map.of("", "app", "files", "app/files"),
                build(plan, "build image shop-app").contexts());
        assertEquals(
                Map.of("files", BuildRequest.FILES, "lib", "lib:1"),
                build(plan, "build image shop-app").request().named());
    }

    private static Assignment.Build build(Plan plan, String id) {
        return plan.steps().stream()
                .filter(step -> step.id().equals(id))
                .map(step -> (Assignment.Build) ((Action.Assign) step.action()).to())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheCommandLineAddsReachesTheBuild() {
        Plan plan = Reconcile.build(
                world.situation(world.stack(STACK)),
                of("['lib']", false, ",'args':{'A':'line'},'noCache':true,'pull':true,'memory':1024"));
        BuildRequest request = build(plan, "build image lib:1").request();
        assertEquals(Map.of("A", "line", "B", "file"), request.buildArgs());
        assertTrue(request.options().noCache() && request.options().pull());
        assertEquals(1024, request.limits().memoryLimits().memory());
        Plan check = Reconcile.build(world.situation(world.stack(STACK)), of("['lib']", false, ",'check':true"));
        assertEquals("1. check image lib:1 (is not on the node)\n", check.text());
    }

    @Test
    void aPullTakesEachImageOnceUnlessItsPolicyForbidsIt() {
        world.images.put("db:1", "sha256:db");
        assertEquals(
                """
                1. pull image db:1 (was asked for)
                2. pull image lib:1 (is not on the node)
                """,
                Reconcile.pull(world.situation(world.stack(STACK)), of("[]", true, ""))
                        .text());
        assertEquals(
                "1. pull image db:1 (was asked for)\n",
                Reconcile.pull(world.situation(world.stack(STACK)), of("[]", true, ",'ignoreBuildable':true"))
                        .text());
        assertEquals(
                "",
                Reconcile.pull(
                                world.situation(world.stack(STACK)),
                                request("{'stack':{'services':['db'],'options':{'pull':'missing'}}}"))
                        .text());
    }

    @Test
    void theLatestIsPulledWhereWhatIsMissingIs() {
        var missing = request("{'stack':{'options':{'pull':'missing'}}}");
        for (String ref : List.of("db", "db:latest", "here:5000/db")) {
            world.images.put(ref, "sha256:db");
            StackSpec spec = world.stack("{'db':{'image':'" + ref + "'}}");
            assertEquals(
                    "1. pull image " + ref + " (was asked for)\n",
                    Reconcile.pull(world.situation(spec), missing).text());
            assertEquals("create container shop-db-1", first(spec), "an up does not pull it");
            world.tasks.clear();
        }
        world.images.put("db:1", "sha256:db");
        assertEquals(
                "",
                Reconcile.pull(world.situation(world.stack("{'db':{'image':'db:1'}}")), missing)
                        .text());
    }

    @Test
    void anImageIsPulledAgainWhenItIsOldEnough() {
        StackSpec spec = world.stack("{'db':{'image':'db:1','pull_policy':'every_1d12h'}}");
        world.images.put("db:1", "sha256:db");
        world.ages.put("db:1", 36L * 3600 - 1);
        assertEquals("create container shop-db-1", first(spec));
        world.ages.put("db:1", 36L * 3600);
        assertEquals("pull image db:1", first(spec));
        world.ages.put("db:1", 7L * 86400 - 1);
        assertEquals(
                "create container shop-db-1", first(world.stack("{'db':{'image':'db:1','pull_policy':'weekly'}}")));
        assertEquals("pull image db:1", first(world.stack("{'db':{'image':'db:1','pull_policy':'daily'}}")));
    }

    private String first(StackSpec spec) {
        return world.up(spec).steps().getFirst().id();
    }

    @Test
    void pullBuildBuildsWhatCanBeBuilt() {
        world.images.put("lib:1", "sha256:lib");
        ApplyOptions options = Json.read("{\"pull\":\"build\"}".getBytes(StandardCharsets.UTF_8), ApplyOptions.class);
        assertEquals(
                "build image lib:1",
                world.up(world.stack(STACK), options, "lib").steps().getFirst().id());
    }

    @Test
    void aPolicyThatIsNoneIsRefusedAtItsPlace() {
        for (String policy : new String[] {"sometimes", "every_", "every_day", "every_1x", "refresh"}) {
            String message = String.valueOf(assertThrows(
                            EngineException.class,
                            () -> world.stack("{'db':{'image':'db:1','pull_policy':'" + policy + "'}}"))
                    .getMessage());
            assertTrue(message.startsWith("services.db.pull_policy: "), message);
        }
    }
}
