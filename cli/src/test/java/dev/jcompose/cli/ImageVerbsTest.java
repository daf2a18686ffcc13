package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every flag of build, pull, push, images, commit and export, against an engine and a registry. Needs docker-registry. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageVerbsTest {
    private final Launched jcompose;
    private RegistryProcess registry;
    private EngineClient engine;

    ImageVerbsTest() throws Exception {
        jcompose = new Launched().busybox();
        jcompose.with("DOCKER_CONFIG", jcompose.folder().resolve("none").toString());
    }

    @BeforeAll
    void start() throws Exception {
        assumeTrue(RegistryProcess.isPossible(), "docker-registry");
        Path folder = jcompose.folder();
        registry = RegistryProcess.start(folder, "");
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/Dockerfile"), """
                FROM %s/base:1
                ARG WORD
                RUN echo "$WORD" > /word
                RUN cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max > /limit; true
                RUN cat /proc/sys/kernel/random/uuid > /once
                """.formatted(registry.address()));
        Files.writeString(folder.resolve("app/Broken"), "FROM scratch\nRUN --mount=type=ssh true\n");
        Files.writeString(folder.resolve("app/Unfounded"), """
                FROM scratch AS other

                FROM %s/nowhere:1
                COPY --from=other / /
                """.formatted(registry.address()));
        file("compose.yaml", """
                name: images
                services:
                  base: {image: "REG/base:1", build: ., command: [sleep, "1000"], stop_grace_period: 0s}
                  app:
                    image: REG/app:1
                    depends_on: [base]
                    build: {context: app, args: {WORD: file}, tags: ["REG/app:2"]}
                    command: [sleep, "1000"]
                    stop_grace_period: 0s
                  broken: {build: {context: app, dockerfile: Broken}, profiles: [apart]}
                  unfounded: {build: {context: app, dockerfile: Unfounded}, profiles: [apart]}
                  pushed: {image: "REG/pushed:${PUSHED:-1}", build: ., profiles: [apart]}
                  committed: {image: "committed:1", pull_policy: never, profiles: [apart]}
                """);
        file("pulls.yaml", """
                name: pulls
                services:
                  one: {image: "REG/base:1", depends_on: [two]}
                  two: {image: "REG/app:2", command: [sleep, "1000"], stop_grace_period: 0s}
                  kept: {image: "REG/kept:1", pull_policy: never, profiles: [apart]}
                  gone: {image: "REG/gone:1", profiles: [apart]}
                  buildable: {image: "REG/gone:2", build: ., command: "true", profiles: [apart]}
                """);
        jcompose.run("daemon", "start").ok();
        engine = new EngineClient(
                EngineAddress.parse(folder.resolve("run/docker.sock").toString()));
        ok("build", "base");
    }

    @AfterAll
    void away() throws Exception {
        try {
            jcompose.run("down", "-v", "-t", "0");
            registry.close();
        } finally {
            jcompose.remove();
        }
    }

    private void file(String name, String text) throws Exception {
        Files.writeString(jcompose.folder().resolve(name), named(text));
    }

    private String named(String text) {
        return text.replace("REG", registry.address());
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }

    private Launched.Ended pulls(String... words) throws Exception {
        String[] all = new String[words.length + 2];
        all[0] = "-f";
        all[1] = "pulls.yaml";
        System.arraycopy(words, 0, all, 2, words.length);
        return jcompose.run(all);
    }

    private String inApp(String path) throws Exception {
        return ok("run", "--rm", "-T", "--no-deps", "--pull", "never", "app", "cat", path);
    }

    private Set<String> tags() {
        Set<String> tags = new TreeSet<>();
        for (JsonNode image : engine.get(new Target("/images/json"), JsonNode.class)) {
            image.path("RepoTags").forEach(tag -> tags.add(tag.asText()));
        }
        return tags;
    }

    private void forget(String... images) {
        Set<String> there = tags();
        for (String image : images) {
            if (there.contains(named(image))) {
                engine.run(Call.delete(Target.of("/images/{}", named(image)).query("force", true)));
            }
        }
    }

    private JsonNode inspect(String kind, String name) {
        return engine.get(Target.of("/" + kind + "/{}/json", name), JsonNode.class);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void aBuildIsAPlanOfImageStepsAndADryRunBuildsNothing() throws Exception {
        forget("REG/app:1", "REG/app:2");
        assertEquals(named("1. build image REG/app:1 (is not on the node)\n"), ok("--dry-run", "build", "app"));
        assertEquals(
                named("1. build image REG/app:1 (is not on the node)\n2. build image REG/base:1 (was asked for)\n"),
                sorted(ok("--dry-run", "build", "--with-dependencies", "app")));
        assertEquals(
                named("1. build image REG/app:1 (is not on the node)\npush image REG/app:1\npush image REG/app:2\n"),
                ok("--dry-run", "build", "--push", "app"));
        assertEquals(
                Set.of(),
                tags().stream().filter(tag -> tag.contains("/app")).collect(java.util.stream.Collectors.toSet()));
        Launched.Ended built = jcompose.run("build", "app").ok();
        assertTrue(built.err().contains(named("Image REG/app:1 Built")), built.err());
        assertTrue(tags().containsAll(Set.of(named("REG/app:1"), named("REG/app:2"))), () -> tags().toString());
        assertEquals("", jcompose.run("build", "-q", "app").ok().err());
    }

    /** The order in which a plan names independent images is not told. */
    private static String sorted(String plan) {
        List<String> images = plan.lines()
                .map(line -> line.replaceFirst("^\\d+\\. ", ""))
                .sorted()
                .toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < images.size(); i++) {
            text.append(i + 1).append(". ").append(images.get(i)).append('\n');
        }
        return text.toString();
    }

    @Test
    void flagsOfABuildReachIt() throws Exception {
        ok("build", "app");
        assertEquals("file\n", inApp("/word"));
        String once = inApp("/once");
        ok("build", "--build-arg", "WORD=line", "app");
        assertEquals("line\n", inApp("/word"));
        jcompose.with("WORD", "variable");
        ok("build", "--build-arg", "WORD", "app");
        assertEquals("variable\n", inApp("/word"));
        jcompose.environment().remove("WORD");
        ok("build", "--build-arg", "WORD", "app");
        assertEquals("\n", inApp("/word"), "a variable that is not set takes the file's value away");
        Files.writeString(jcompose.folder().resolve(".env"), "WORD=dotenv\n");
        ok("build", "--build-arg", "WORD", "--build-arg", "NO_SUCH", "app");
        assertEquals("dotenv\n", inApp("/word"));
        Files.delete(jcompose.folder().resolve(".env"));
        ok("build", "app");
        assertEquals(once, inApp("/once"), "it came from the cache");
        ok("build", "--no-cache", "-m", "64m", "app");
        assertNotEquals(once, inApp("/once"));
        assertEquals(64 << 20, Integer.parseInt(inApp("/limit").strip()));
        assertEquals(16, jcompose.run("build", "-m", "much", "app").code());
    }

    @Test
    void aBuildPushesAndAsksForNewerBases() throws Exception {
        // The registry has none of this name yet.
        String fresh = UUID.randomUUID().toString();
        jcompose.with("PUSHED", fresh);
        ok("build", "--push", "pushed");
        forget("REG/pushed:" + fresh);
        ok("pull", "pushed");
        ok("build", "--push", "base");
        assertTrue(!jcompose.run("build", "app").ok().out().contains("Status: "));
        Launched.Ended pulled = jcompose.run("build", "--pull", "app").ok();
        assertTrue(pulled.out().contains("Image is up to date for " + registry.address() + "/base:1"), pulled.out());
    }

    @Test
    void aCheckReadsTheDockerfileAndRunsNothing() throws Exception {
        forget("REG/app:1", "REG/app:2");
        Launched.Ended checked = jcompose.run("build", "--check", "app").ok();
        assertTrue(checked.err().contains("Check complete, no warnings found."), checked.err());
        assertTrue(tags().stream().noneMatch(tag -> tag.contains("/app")));
        Launched.Ended broken = jcompose.run("build", "--check", "broken");
        assertEquals(1, broken.code());
        assertTrue(broken.err().contains("\napp/Broken:2: check image images-broken: "), broken.err());
        assertTrue(broken.err().contains("line 2: unsupported mount type \"ssh\""), broken.err());
    }

    @Test
    void aBaseThatCannotBePulledIsToldAtItsLine() throws Exception {
        for (String verb : List.of("build", "up")) {
            Launched.Ended missing = jcompose.run(verb, "unfounded");
            assertEquals(1, missing.code());
            String told = named(
                    "\napp/Unfounded:3: build image images-unfounded: line 3: FROM: manifest for REG/nowhere:1 not found");
            assertTrue(missing.err().contains(told), missing.err());
        }
    }

    @Test
    void printShowsTheBuildsAsABakeFile() throws Exception {
        JsonNode bake = json(ok("build", "--print"));
        assertEquals("[\"app\",\"base\"]", bake.at("/group/default/targets").toString());
        JsonNode app = bake.at("/target/app");
        assertEquals(
                jcompose.folder().resolve("app").toString(), app.path("context").asText());
        assertEquals("{\"WORD\":\"file\"}", app.path("args").toString());
        assertEquals(named("[\"REG/app:1\",\"REG/app:2\"]"), app.path("tags").toString());
        assertEquals("[\"type=docker\"]", app.path("output").toString());
    }

    @Test
    void whatThisBuilderHasNotIsRefusedByName() throws Exception {
        for (String flag : List.of("--ssh", "--sbom", "--provenance", "--builder")) {
            Launched.Ended refused = jcompose.run("build", flag, "default", "app");
            assertNotEquals(0, refused.code(), flag);
            assertTrue(refused.err().contains(flag), refused.err());
        }
    }

    @Test
    void pullTakesWhatItsFlagsSay() throws Exception {
        ok("build", "-q", "app");
        ok("push", "-q", "base");
        ok("push", "-q", "app");
        ok("down", "-t", "0");
        forget("REG/base:1", "REG/app:1", "REG/app:2");
        assertEquals(
                named("1. pull image REG/base:1 (is not on the node)\n"),
                pulls("--dry-run", "pull", "one").ok().out());
        assertEquals(
                2,
                pulls("--dry-run", "pull", "--include-deps", "one")
                        .ok()
                        .out()
                        .lines()
                        .count());
        assertEquals("", pulls("pull", "-q").ok().err());
        assertTrue(tags().containsAll(Set.of(named("REG/base:1"), named("REG/app:2"))));
        assertEquals(
                "nothing to do\n",
                pulls("--dry-run", "pull", "--policy", "missing").ok().out());
        assertEquals(
                named("1. pull image REG/base:1 (was asked for)\n"),
                pulls("--dry-run", "pull", "--policy", "always", "one").ok().out());
        assertEquals(1, pulls("pull", "--policy", "sometimes").code());
        Launched.Ended kept = pulls("pull", "kept").ok();
        assertTrue(kept.err().contains(" Skipped Image is already present locally\n"), kept.err());
        forget("REG/base:1");
        Launched.Ended failed = pulls("pull", "gone", "one");
        assertEquals(1, failed.code());
        assertTrue(failed.err().contains("gone"), failed.err());
        pulls("pull", "--ignore-pull-failures", "gone", "one").ok();
        assertTrue(tags().contains(named("REG/base:1")));
        assertEquals(
                "nothing to do\n",
                pulls("--dry-run", "pull", "--ignore-buildable", "buildable")
                        .ok()
                        .out());
        assertEquals(1, pulls("pull", "buildable").code());
    }

    @Test
    void pushTakesWhatItsFlagsSay() throws Exception {
        ok("build", "-q", "app");
        Launched.Ended pushed = jcompose.run("push", "app").ok();
        assertTrue(pushed.err().contains("/app:2"), pushed.err());
        assertEquals("", jcompose.run("push", "-q", "app").ok().err());
        assertEquals(named("push image REG/app:1\npush image REG/app:2\n"), ok("--dry-run", "push", "app"));
        assertTrue(ok("--dry-run", "push", "--include-deps", "app").contains(named("push image REG/base:1\n")));
        forget("REG/app:2");
        assertEquals(1, jcompose.run("push", "app").code());
        jcompose.run("push", "--ignore-push-failures", "app").ok();
    }

    @Test
    void theImagesOfContainersAreListedInEveryForm() throws Exception {
        ok("build", "-q", "app");
        ok("up", "-d", "base");
        String id = inspect("images", named("REG/base:1")).path("Id").asText();
        assertEquals(id.replace("sha256:", "") + "\n", ok("images", "-q"));
        JsonNode row = json(ok("images", "--format", "json", "base")).path(0);
        assertEquals(
                named("images-base-1 REG/base 1 ") + id,
                row.path("ContainerName").asText() + " "
                        + row.path("Repository").asText() + " "
                        + row.path("Tag").asText() + " " + row.path("ID").asText());
        List<String> table = ok("images").lines().toList();
        assertTrue(table.getFirst().matches("CONTAINER +REPOSITORY +TAG +.*IMAGE ID +.*SIZE.*"), table::toString);
        assertTrue(table.get(1).startsWith(named("images-base-1")), table::toString);
    }

    @Test
    void aCommitAndAnExportTakeWhatTheirFlagsSay() throws Exception {
        ok("up", "-d", "--scale", "base=2", "base");
        ok("exec", "-T", "--index", "2", "base", "sh", "-c", "echo second > /mark");
        String id = ok(
                        "commit",
                        "-a",
                        "Somebody",
                        "-m",
                        "said",
                        "-c",
                        "CMD [\"cat\", \"/mark\"]",
                        "-c",
                        "ENV A=b",
                        "--index",
                        "2",
                        "-p=false",
                        "base",
                        "committed:1")
                .strip();
        JsonNode image = inspect("images", "committed:1");
        assertEquals(id, image.path("Id").asText());
        assertEquals(
                "Somebody said",
                image.path("Author").asText() + " " + image.path("Comment").asText());
        assertEquals("[\"cat\",\"/mark\"]", image.at("/Config/Cmd").toString());
        assertTrue(image.at("/Config/Env").toString().contains("A=b"), image::toString);
        assertEquals("second\n", ok("run", "--rm", "-T", "committed"));
        Path tar = jcompose.folder().resolve("second.tar");
        Files.deleteIfExists(tar);
        ok("export", "--index", "2", "-o", tar.toString(), "base");
        assertTrue(Files.readString(tar, StandardCharsets.ISO_8859_1).contains("second\n"));
        assertTrue(!ok("export", "base").contains("second\n"), "the first has no such file");
        assertNotEquals(0, jcompose.run("export", "--index", "3", "base").code());
        ok("up", "-d", "--scale", "base=1", "base");
    }

    @Test
    void pullsAreQuietWhereAsked() throws Exception {
        ok("build", "-q", "app");
        ok("push", "-q", "app");
        pulls("--profile", "apart", "down", "-t", "0");
        forget("REG/app:1", "REG/app:2", "REG/gone:2");
        Launched.Ended missing = jcompose.run("up", "-d", "--no-build", "--pull", "never", "app");
        assertEquals(1, missing.code());
        assertTrue(missing.err().contains(named("REG/app:1")), missing.err());
        for (String verb : List.of("up", "create")) {
            Launched.Ended unbuilt = pulls(verb, "--no-build", "buildable");
            assertEquals(1, unbuilt.code());
            assertTrue(unbuilt.err().contains(named("REG/gone:2")), unbuilt.err());
        }
        for (List<String> verb : List.of(List.of("up", "-d"), List.of("create"), List.of("run", "--rm", "-T"))) {
            for (boolean quiet : List.of(false, true)) {
                pulls("down", "-t", "0");
                forget("REG/app:2");
                List<String> words = new ArrayList<>(verb);
                words.addAll(quiet ? List.of("--quiet-pull", "two") : List.of("two"));
                words.addAll(verb.getFirst().equals("run") ? List.of("true") : List.of());
                Launched.Ended pulled = pulls(words.toArray(String[]::new)).ok();
                assertTrue(pulled.err().contains(named("REG/app:2 Pulled")), pulled.err());
                assertEquals(!quiet, pulled.err().contains("Digest: "), pulled.err());
            }
        }
        pulls("down", "-t", "0");
    }

    @Test
    void aBuildShowsItsProgressAsTold() throws Exception {
        assertNotEquals(
                "", jcompose.run("build", "--progress", "plain", "app").ok().err());
        assertEquals(
                "", jcompose.run("build", "--progress", "quiet", "app").ok().err());
    }

    @Test
    void aCommitPausesUnlessToldNotTo() throws Exception {
        ok("up", "-d", "base");
        String[] events = {"events", "--since", "1h", "--until", "0s", "base"};
        long before = pausesIn(events);
        ok("commit", "-p=false", "base", "unpaused:1");
        assertEquals(before, pausesIn(events));
        ok("commit", "base", "paused:1");
        assertEquals(before + 1, pausesIn(events));
    }

    private long pausesIn(String... events) throws Exception {
        return ok(events).lines().filter(line -> line.contains(" pause ")).count();
    }
}
