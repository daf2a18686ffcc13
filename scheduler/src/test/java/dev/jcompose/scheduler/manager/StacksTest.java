package dev.jcompose.scheduler.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.DownRequest;
import dev.jcompose.api.stack.ServiceAction;
import dev.jcompose.api.stack.StackEvent;
import dev.jcompose.api.stack.StackOrigin;
import dev.jcompose.api.stack.StackRequest;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.protocol.ToAgent;
import dev.jcompose.scheduler.reconcile.NodeWorld;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StacksTest {

    private static final StackOrigin ORIGIN = new StackOrigin("/src/shop", List.of("/src/shop/compose.yaml"), false);

    @TempDir
    Path folder;

    private final NodeWorld node = new NodeWorld();
    private Predicate<Assignment> fails = what -> false;
    private StateStore store;
    private ActorTestKit actors;
    private ActorRef<Manager.Message> manager;
    private ActorRef<ToAgent> agent;
    private Stacks stacks;

    @BeforeEach
    void start() {
        store = StateStore.open(folder.resolve("state"));
        actors = ActorTestKit.create();
        ManagerStart start = new ManagerStart(store, folder.resolve("key"));
        manager = actors.spawn(start.behavior());
        stacks = start.stacks(manager, "node-1");
        agent = spawnAgent();
    }

    private ActorRef<ToAgent> spawnAgent() {
        return actors.spawn(WorldAgent.create(node, what -> fails.test(what), manager));
    }

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
        store.close();
    }

    /** As a kill of the daemon: manager, agent and operations are gone, store and containers stay. */
    private void restartDaemon() {
        stop();
        start();
        stacks.restore();
    }

    private static JsonNode project(String services) {
        String text = "{'name':'shop','services':" + services + ",'networks':{'default':{'name':'shop_default'}}}";
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static final String WEB_DB = """
            {'db':{'image':'pg','restart':'always','networks':{'default':null}},
             'web':{'image':'web','networks':{'default':null},'depends_on':{'db':{'condition':'service_healthy'}}}}
            """;

    private static StackRequest request(String services) {
        return request(services, ORIGIN, Map.of());
    }

    private static StackRequest request(String services, StackOrigin origin, Map<String, byte[]> files) {
        return new StackRequest(
                project(services), origin, files, List.of(), ApplyOptions.NONE, Map.of(), Map.of(), null);
    }

    private StackEvent.Outcome apply(String services) throws InterruptedException {
        return stacks.apply("shop", request(services)).outcome();
    }

    @Test
    void anApplyBringsTheStackUpAndAnotherHasNothingToDo() throws Exception {
        StackEvent.Outcome outcome = apply(WEB_DB);
        assertTrue(outcome.ok(), outcome::message);
        assertEquals(List.of("shop-db-1 running", "shop-web-1 running"), node.containers());
        assertEquals("", stacks.plan("shop", request(WEB_DB)).text());
        assertEquals("running(2)", stacks.list().getFirst().status());
    }

    @Test
    void aPlanWritesNothing() {
        assertTrue(stacks.plan("shop", request(WEB_DB)).text().contains("create container shop-db-1"));
        assertEquals(List.of(), stacks.list());
        assertEquals(List.of(), node.containers());
    }

    @Test
    void aDownLeavesNothingInTheStoreNorOnTheNode() throws Exception {
        apply(WEB_DB);
        assertTrue(stacks.down(
                        "shop", new DownRequest(true, "", false, false, null, List.of(), List.of(), List.of(), null))
                .outcome()
                .ok());
        assertEquals(List.of(), node.containers());
        assertEquals(List.of(), stacks.list());
        for (String table : List.of("stack", "assignment", "secret")) {
            store.scan(table, "", (key, value) -> {
                throw new AssertionError(table + "/" + key + " is left");
            });
        }
    }

    @Test
    void aNewAgentAdoptsEveryContainer() throws Exception {
        apply(WEB_DB);
        actors.stop(agent);
        int before = node.log.size();
        agent = spawnAgent();
        Awaitility.await().until(() -> node.sessions.get() == 2);
        assertEquals("", stacks.plan("shop", request(WEB_DB)).text());
        assertEquals(before, node.log.size());
    }

    @Test
    void aFailedStartUndoesTheReplacementAndBringsTheOldContainerBack() throws Exception {
        apply(WEB_DB);
        fails = what -> what instanceof Assignment.Container container
                && container.goal() instanceof Goal.Running
                && container.task().container().config().image().equals("web:2");
        node.image("web:2");
        StackEvent.Outcome outcome = apply(WEB_DB.replace("'image':'web'", "'image':'web:2'"));
        assertEquals("CONFLICT", outcome.kind());
        assertTrue(outcome.message().contains("start container shop-web-1: port 8080 is taken"), outcome::message);
        assertEquals(List.of("shop-db-1 running", "shop-web-1 running"), node.containers());
        assertEquals("", stacks.plan("shop", request(WEB_DB)).text());
    }

    @Test
    void anUpThatTheDaemonDidNotSurviveIsEndedByTheNextOne() throws Exception {
        fails = what -> what instanceof Assignment.Container container && container.goal() instanceof Goal.Running;
        apply(WEB_DB);
        StackRecord stack = table().get("shop");
        table().save(stack.with(StackRecord.Activity.up("apply", "abc", List.of(), ApplyOptions.NONE)));
        fails = what -> false;
        restartDaemon();
        Awaitility.await()
                .untilAsserted(
                        () -> assertEquals(List.of("shop-db-1 running", "shop-web-1 running"), node.containers()));
        Awaitility.await().untilAsserted(() -> assertNull(table().get("shop").activity()));
    }

    @Test
    void aStopThatTheDaemonDidNotSurviveIsEndedByTheNextOneWhateverThePolicy() throws Exception {
        apply(WEB_DB.replace("unless-stopped", "always"));
        var stop = new ServiceAction(List.of("web"), null, "", false, false, false, false, Map.of());
        table().save(table().get("shop").with(StackRecord.Activity.action("stop", "abc", stop)));
        node.see("shop-db-1", "exited", "", 137, false);
        restartDaemon();
        Awaitility.await()
                .untilAsserted(
                        () -> assertEquals(List.of("shop-db-1 running", "shop-web-1 exited"), node.containers()));
        Awaitility.await().untilAsserted(() -> assertNull(table().get("shop").activity()));
    }

    private static final String ROLLING = """
            {'web':{'image':'web','scale':2,'networks':{'default':null},
                    'deploy':{'update_config':{'failure_action':'rollback','monitor':'1ms'},
                              'rollback_config':{'monitor':'1ms'}}}}
            """;

    private static Predicate<Assignment> startsSecondOf(String image) {
        return what -> what instanceof Assignment.Container container
                && container.goal() instanceof Goal.Running
                && container.task().number() == 2
                && container.task().container().config().image().equals(image);
    }

    @Test
    void anUpdateThatFailsIsRolledBack() throws Exception {
        apply(ROLLING);
        node.image("web:2");
        fails = startsSecondOf("web:2");
        StackEvent.Outcome outcome = apply(ROLLING.replace("'web',", "'web:2',"));
        assertEquals("CONFLICT", outcome.kind());
        assertEquals("start container shop-web-2: port 8080 is taken\nweb was rolled back", outcome.message());
        assertEquals(List.of("shop-web-1 running", "shop-web-2 running"), node.containers());
        assertEquals("", stacks.plan("shop", request(ROLLING)).text());
        assertNull(table().get("shop").activity());
    }

    @Test
    void aRollbackThatTheDaemonDidNotSurviveGoesOnBack() throws Exception {
        apply(ROLLING);
        node.image("web:2");
        String next = ROLLING.replace("'web',", "'web:2',");
        fails = what -> what instanceof Assignment.Container container
                && (startsSecondOf("web:2").test(what)
                        || container.goal() instanceof Goal.Running
                                && container.task().name().contains("_"));
        apply(next);
        StackRecord stack = table().get("shop");
        String made = manager().ofStack("shop").stream()
                .map(each -> each.what() instanceof Assignment.Container container ? container.task() : null)
                .filter(task ->
                        task != null && task.container().config().image().equals("web:2"))
                .findFirst()
                .orElseThrow()
                .apply();
        table().save(stack.with(StackRecord.Activity.up("apply", made, List.of(), ApplyOptions.NONE)
                .rollingBack(List.of("web"))));
        fails = what -> false;
        restartDaemon();
        Awaitility.await()
                .untilAsserted(
                        () -> assertEquals(List.of("shop-web-1 running", "shop-web-2 running"), node.containers()));
        Awaitility.await().untilAsserted(() -> assertNull(table().get("shop").activity()));
        assertEquals("", stacks.plan("shop", request(ROLLING)).text());
    }

    @Test
    void aLoginIsSealedUntilItsRequestEndsAndADaemonThatFinishesItHasIt() throws Exception {
        var logins = Map.of("r.example", new AuthConfig("u", "pass-word", "", "", "", ""));
        StackRequest request = new StackRequest(
                project(WEB_DB), ORIGIN, Map.of(), List.of(), ApplyOptions.NONE, Map.of(), logins, null);
        List<Map<String, AuthConfig>> during = new ArrayList<>();
        List<String> stored = new ArrayList<>();
        fails = what -> {
            during.add(table().logins("shop"));
            store.scan("secret", "", (id, closed) -> stored.add(new String(closed, StandardCharsets.ISO_8859_1)));
            return false;
        };
        assertTrue(stacks.apply("shop", request).outcome().ok());
        assertTrue(during.stream().allMatch(logins::equals), during::toString);
        assertTrue(!stored.isEmpty() && stored.stream().noneMatch(text -> text.contains("pass-word")));
        assertEquals(Map.of(), table().logins("shop"));
    }

    private dev.jcompose.scheduler.cluster.Cluster manager() {
        return new ManagerClient(manager).cluster();
    }

    private StackTable table() {
        return new StackTable(store, new Vault(store, folder.resolve("key")));
    }

    @Test
    void aStartOfTheDaemonBringsBackWhatThePolicySaysAndNotWhatItsUserStopped() throws Exception {
        apply(WEB_DB);
        node.see("shop-db-1", "exited", "", 137, false);
        node.see("shop-web-1", "exited", "", 0, true);
        restartDaemon();
        Awaitility.await()
                .untilAsserted(
                        () -> assertEquals(List.of("shop-db-1 running", "shop-web-1 exited"), node.containers()));
    }

    @Test
    void anotherFoldersProjectOfTheSameNameIsRefused() throws Exception {
        apply(WEB_DB);
        StackRequest other = request(WEB_DB, new StackOrigin("/elsewhere", List.of(), false), Map.of());
        StackEvent.Outcome outcome = stacks.apply("shop", other).outcome();
        assertFalse(outcome.ok());
        assertTrue(outcome.message().contains("belongs to /src/shop"), outcome::message);
    }

    @Test
    void aRequestThatExpectsAnotherPlanIsRefused() throws Exception {
        StackRequest seen = request(WEB_DB);
        String digest = stacks.plan("shop", seen).digest();
        apply(WEB_DB);
        StackRequest late = new StackRequest(
                seen.project(), ORIGIN, Map.of(), List.of(), ApplyOptions.NONE, Map.of(), Map.of(), digest);
        StackEvent.Outcome outcome = stacks.apply("shop", late).outcome();
        assertTrue(outcome.message().contains("the world has moved"), outcome::message);
    }

    @Test
    void contentsOfSecretsLieEncryptedInTheStore() throws Exception {
        String services = "{'a':{'image':'a','networks':{'default':null},'secrets':[{'source':'pw'}]}}";
        byte[] secret = "correct horse battery".getBytes(StandardCharsets.UTF_8);
        StackRequest request = request(services, ORIGIN, Map.of("secrets/pw", secret));
        assertTrue(stacks.apply("shop", request).outcome().ok());
        store.close();
        try (var files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(text(file).contains("correct horse"), file::toString);
            }
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))));
        store = StateStore.open(folder.resolve("state2"));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aDownTakesOverFromAnUpThatWaits() throws Exception {
        String waits = WEB_DB.replace("service_healthy", "service_completed_successfully");
        EventStream up = stacks.apply("shop", request(waits));
        Awaitility.await().untilAsserted(() -> assertTrue(node.containers().contains("shop-db-1 running")));
        assertTrue(stacks.down(
                        "shop", new DownRequest(false, "", false, false, null, List.of(), List.of(), List.of(), null))
                .outcome()
                .ok());
        assertTrue(up.outcome().message().contains("another request"));
        assertEquals(List.of(), node.containers());
    }

    @Test
    void anUpWhoseCallerHasGoneBeginsNothingMore() throws Exception {
        String waits = WEB_DB.replace("service_healthy", "service_completed_successfully");
        EventStream up = stacks.apply("shop", request(waits));
        Awaitility.await().untilAsserted(() -> assertTrue(node.containers().contains("shop-db-1 running")));
        up.abandon();
        assertTrue(up.outcome().message().contains("whoever asked for it has gone"));
        assertEquals(List.of("shop-db-1 running", "shop-web-1 created"), node.containers());
        EventStream again = stacks.apply("shop", request(WEB_DB));
        assertTrue(again.outcome().ok(), "the stack is free");
        EventStream late = stacks.apply("shop", request(WEB_DB));
        late.abandon();
        late.outcome();
        assertEquals(List.of("shop-db-1 running", "shop-web-1 running"), node.containers());
    }

    @Test
    void aFailureEndsAnUpThatWaitsElsewhere() throws Exception {
        String waits = WEB_DB.replace("service_healthy", "service_completed_successfully");
        fails = what -> what instanceof Assignment.Container container
                && container.task().serviceName().equals("bad")
                && container.goal() instanceof Goal.Running;
        EventStream up = stacks.apply(
                "shop",
                request(
                        waits.strip().replaceFirst("}$", "")
                                + ",'bad':{'image':'web','networks':{'default':null},'depends_on':{'db':{'condition':'service_healthy'}}}}"));
        assertTrue(up.outcome().message().contains("port 8080 is taken"));
    }

    @Test
    void aReplacementWhoseCallerHasGoneIsUndone() throws Exception {
        apply(WEB_DB);
        String waits = WEB_DB.replace("service_healthy", "service_completed_successfully")
                .replace("'image':'web'", "'image':'web','environment':{'A':'1'}");
        EventStream up = stacks.apply("shop", request(waits));
        Awaitility.await().untilAsserted(() -> assertTrue(node.containers().contains("shop-web-1 created")));
        up.abandon();
        assertFalse(up.outcome().ok());
        assertEquals(List.of("shop-db-1 running", "shop-web-1 running"), node.containers());
    }

    @Test
    void scaleAndStopWorkByNameAlone() throws Exception {
        apply(WEB_DB);
        var scale = new ServiceAction(List.of(), null, "", true, false, false, false, Map.of("web", 2));
        assertTrue(stacks.action("shop", "scale", scale).outcome().ok());
        var stop = new ServiceAction(List.of("web"), null, "", false, false, false, false, Map.of());
        assertTrue(stacks.action("shop", "stop", stop).outcome().ok());
        assertEquals(List.of("shop-db-1 running", "shop-web-1 exited", "shop-web-2 exited"), node.containers());
    }

    @Test
    void aStackThatDoesNotExistIsNamed() {
        var missing = assertThrows(EngineException.class, () -> stacks.detail("nowhere"));
        assertTrue(missing.toString().contains("no such stack: nowhere"), missing::toString);
    }

    @Test
    void loginsReachThePullAndNothingThatIsKeptOrShown() throws Exception {
        AuthConfig login = new AuthConfig("me", "pa55word", "", "reg.test", "", "");
        StackRequest request = new StackRequest(
                project("{'web':{'image':'reg.test/web','networks':{'default':null}}}"),
                ORIGIN,
                Map.of(),
                List.of(),
                ApplyOptions.NONE,
                Map.of(),
                Map.of("reg.test", login),
                null);
        List<Map<String, AuthConfig>> sent = new CopyOnWriteArrayList<>();
        fails = what -> {
            if (what instanceof Assignment.Pull pull) {
                sent.add(pull.auths());
            }
            return false;
        };
        StringBuilder shown = new StringBuilder();
        shown.append(new String(Json.write(stacks.plan("shop", request)), StandardCharsets.UTF_8));
        EventStream events = stacks.apply("shop", request);
        StackEvent event;
        do {
            event = events.take();
            shown.append(new String(Json.write(event), StandardCharsets.UTF_8));
        } while (event.outcome() == null);
        assertTrue(event.outcome().ok(), shown::toString);
        assertEquals(List.of(Map.of("reg.test", login)), sent);
        shown.append(request)
                .append(sent)
                .append(new String(Json.write(stacks.detail("shop")), StandardCharsets.UTF_8));
        assertFalse(shown.toString().contains("pa55word"), shown::toString);
        store.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains("pa55word"), file::toString);
            }
        }
    }
}
