package dev.jcompose.engine.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.container.Resources;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.network.HostSide;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.engine.snapshot.Snapshots;
import dev.jcompose.fixture.BusyboxImage;
import dev.jcompose.fixture.TestImages;
import dev.jcompose.store.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root and crun: commands are run. */
@Tag("root")
class BuildsTest {
    @TempDir
    Path dir;

    private StateStore state;
    private Images images;
    private Snapshots snapshots;
    private Builds builds;
    private Networks networks;
    private ContainerRunner runner;
    private final StringBuilder said = new StringBuilder();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, @Nullable String> args = new HashMap<>();
    private final Map<String, byte[]> secrets = new HashMap<>();
    private String target = "";
    private BuildRequest.Options options = BuildRequest.Options.DEFAULT;

    @BeforeEach
    void open() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "running commands needs root");
        assumeTrue(BusyboxImage.isPossible(), "the host has no busybox-static");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/crun")), "the host has no crun");
        state = StateStore.open(dir.resolve("state"));
        images = new Images(dir, state, TestImages.SETTINGS, Clock.systemUTC());
        snapshots = new Snapshots(dir, dir.resolve("run"), images.layers());
        var config = EngineConfig.open(dir, dir.resolve("run"));
        // No command here needs a network, so none is made and the host's is left alone.
        networks = new Networks(config, state, HostSide.own(), new Events());
        runner = new ContainerRunner(config, networks);
        builds = new Builds(
                dir,
                Files.createDirectories(dir.resolve("scratch")),
                images,
                snapshots,
                state,
                runner,
                Clock.systemUTC());
        BusyboxImage.in(images);
    }

    @AfterEach
    void close() throws IOException {
        for (String id : snapshots.list()) {
            snapshots.remove(id);
        }
        runner.close();
        networks.close();
        state.close();
    }

    @Test
    void theEverydayInstructionsMakeAnImage() throws IOException {
        files.put("app/main.sh", "echo hello");
        Image image = build("""
                FROM busybox
                ENV GREETING="hello world" OTHER=$PATH
                WORKDIR /srv/app
                COPY app/ .
                RUN echo "$GREETING" > greeting && id -u > uid
                USER www
                EXPOSE 80 53/udp
                VOLUME /data
                LABEL a=b "c d"="e f"
                STOPSIGNAL SIGQUIT
                HEALTHCHECK --interval=5s --retries=2 CMD wget -q localhost
                ENTRYPOINT ["sh", "main.sh"]
                CMD ["x"]
                """);
        var config = image.config().config();
        assertEquals("/srv/app", config.command().workingDir());
        assertEquals("www", config.command().user());
        assertEquals(List.of("sh", "main.sh"), config.command().entrypoint());
        assertEquals(List.of("x"), config.command().cmd());
        assertEquals("SIGQUIT", config.stopping().stopSignal());
        assertEquals(java.util.Set.of("80/tcp", "53/udp"), config.exposedPorts().keySet());
        assertEquals(Map.of("a", "b", "c d", "e f"), config.labels());
        assertEquals("hello world\n", content(image, "srv/app/greeting"));
        assertEquals("0\n", content(image, "srv/app/uid"));
        assertEquals("echo hello", content(image, "srv/app/main.sh"));
        assertTrue(said.toString().startsWith("Step 1/13 : FROM busybox\n"), said::toString);
        assertTrue(said.toString().contains("Successfully built " + image.id().shortened()), said::toString);
    }

    @Test
    void runLeavesNothingOfItsMountsInTheImage() throws IOException {
        Image image = build("FROM busybox\nRUN --mount=type=cache,target=/var/cache/x echo 1 > /f");
        Path top = images.layers().path(image.diffIds().getLast());
        assertTrue(Files.exists(top.resolve("f")));
        assertFalse(Files.exists(top.resolve("var/cache")));
        assertEquals(List.of(), list(top.resolve("etc")));
    }

    @Test
    void aSecondBuildIsTheSameImageFromTheCache() throws IOException {
        files.put("f", "1");
        String dockerfile = "FROM busybox\nCOPY f /f\nRUN cat /f > /g\nCMD [\"x\"]";
        var first = build(dockerfile);
        said.setLength(0);
        assertEquals(first.id(), build(dockerfile).id());
        assertEquals(2, said.toString().split("Using cache", -1).length - 1);
        files.put("f", "2");
        var changed = build(dockerfile);
        assertEquals("2", content(changed, "g"));
        options = new BuildRequest.Options(true, List.of(), false, false, false, 0);
        said.setLength(0);
        assertNotEquals(changed.id(), build(dockerfile).id());
        assertFalse(said.toString().contains("Using cache"));
    }

    @Test
    void onlyTheStagesThatTheTargetNeedsAreBuilt() throws IOException {
        Image image = build("""
                FROM busybox AS base
                RUN echo made > /artifact
                FROM busybox AS unneeded
                RUN false
                FROM scratch AS result
                COPY --from=base /artifact /taken
                COPY --from=busybox /etc/group /group
                """);
        assertEquals("made\n", content(image, "taken"));
        assertTrue(content(image, "group").contains("nogroup"));
        assertEquals("/", image.config().config().command().workingDir(), "as BuildKit begins");
        target = "base";
        assertEquals(
                "made\n",
                content(build("FROM busybox AS base\nRUN echo made > /artifact\nFROM busybox\nRUN false"), "artifact"));
    }

    @Test
    void argumentsReachTheStepsThatDeclareThem() throws IOException {
        args.put("WHO", "given");
        args.put("http_proxy", "http://proxy:1");
        args.put("NOBODY", "x");
        Image image = build("""
                ARG BASE=busybox
                FROM ${BASE}
                ARG WHO=default
                ARG TARGETARCH
                ARG OTHER=${WHO:-none}-x
                RUN echo "$WHO $TARGETARCH $OTHER $http_proxy" > /f
                """);
        assertEquals(
                "given " + dev.jcompose.engine.content.Platform.HOST.architecture() + " given-x http://proxy:1\n",
                content(image, "f"));
        assertTrue(said.toString().contains("[NOBODY] were not consumed"), said::toString);
        assertFalse(images.history(image.id().toString()).toString().contains("proxy:1"));
    }

    @Test
    void heredocsAreScriptsAndFiles() throws IOException {
        Image image = build("""
                FROM busybox
                ENV NAME=value
                RUN <<EOF
                echo one > /a
                echo two >> /a
                EOF
                COPY <<EOF <<"RAW" /etc/
                expanded $NAME
                EOF
                raw $NAME
                RAW
                RUN cat <<EOF > /b
                inner
                EOF
                """);
        assertEquals("one\ntwo\n", content(image, "a"));
        assertEquals("expanded value\n", content(image, "etc/EOF"));
        assertEquals("raw $NAME\n", content(image, "etc/RAW"));
        assertEquals("inner\n", content(image, "b"));
    }

    @Test
    void mountsOfRunAreThereForItAlone() throws IOException {
        files.put("src/data", "from context");
        secrets.put("token", "very secret".getBytes(StandardCharsets.UTF_8));
        String dockerfile = """
                FROM busybox
                RUN --mount=type=cache,target=/cache date > /cache/kept; ls /cache > /first
                RUN --mount=type=secret,id=token --mount=type=bind,source=src,target=/src \
                    wc -c < /run/secrets/token > /length; cat /src/data > /data
                RUN --mount=type=tmpfs,target=/t df /t | tail -1 | cut -c1-5 > /kind
                RUN --mount=type=bind,source=src,target=/src,rw echo more > /src/new && ls /src > /list
                RUN --mount=type=secret,id=token,env=TOKEN echo -n "$TOKEN" | wc -c > /envlength
                RUN ls /run/secrets /cache /src /t > /nothing 2>&1; true
                """;
        Image image = build(dockerfile);
        assertEquals("11\n", content(image, "length"));
        assertEquals("11\n", content(image, "envlength"));
        assertEquals("from context", content(image, "data"));
        assertEquals("tmpfs\n", content(image, "kind"));
        assertEquals("data\nnew\n", content(image, "list"));
        assertFalse(content(image, "nothing").contains("kept"));
        assertFalse(images.history(image.id().toString()).toString().contains("very secret"));
        assertEquals(List.of(), list(dir.resolve("scratch")));
    }

    @Test
    void ownersModesAndPatternsOfCopyAreHonoured() throws IOException {
        files.put("a.txt", "a");
        files.put("b.txt", "b");
        files.put("c.md", "c");
        Image image = build(
                "FROM busybox\nCOPY --chown=www --chmod=0640 *.txt /docs/\nCOPY --chown=5:6 c.md /x/y/\nCOPY --link c.md /");
        Path docs = layerOf(image, "docs");
        assertEquals(List.of("a.txt", "b.txt"), list(docs));
        assertEquals(1000, Files.getAttribute(docs.resolve("a.txt"), "unix:uid"));
        assertEquals(1001, Files.getAttribute(docs.resolve("a.txt"), "unix:gid"));
        assertEquals(0640, (int) Files.getAttribute(docs.resolve("a.txt"), "unix:mode") & 07777);
        assertEquals(6, Files.getAttribute(layerOf(image, "x/y/c.md"), "unix:gid"));
    }

    @Test
    void addUnpacksArchives() throws IOException {
        var inner = new ByteArrayOutputStream();
        var tar = new TarWriter(inner);
        tar.write(TarEntry.file("inside", 0644, 2), "in".getBytes(StandardCharsets.UTF_8));
        tar.finish();
        files.put("a.tar", inner.toString(StandardCharsets.ISO_8859_1));
        files.put("plain", "p");
        Image image = build("FROM busybox\nADD a.tar plain /opt/\nCOPY a.tar /kept.tar");
        assertEquals("in", content(image, "opt/inside"));
        assertEquals("p", content(image, "opt/plain"));
        assertTrue(Files.isRegularFile(layerOf(image, "kept.tar")));
    }

    @Test
    void whatDockerignoreNamesIsNotThere() throws IOException {
        files.put(".dockerignore", "*.log\n!keep.log\n**/secret\n# comment\nDockerfile\n");
        files.put("a.log", "1");
        files.put("keep.log", "2");
        files.put("deep/er/secret", "3");
        files.put("deep/er/open", "4");
        Image image = build("FROM busybox\nCOPY . /ctx/");
        assertEquals(List.of(".dockerignore", "deep", "keep.log"), list(layerOf(image, "ctx")));
        assertEquals(List.of("open"), list(layerOf(image, "ctx/deep/er")));
        assertThrows(EngineException.class, () -> build("FROM busybox\nCOPY a.log /"));
    }

    @Test
    void triggersRunInTheImageThatIsBuiltOnIt() throws IOException {
        images.tag(
                build("FROM busybox\nONBUILD RUN echo triggered > /t").id().toString(),
                dev.jcompose.engine.content.Reference.parse("base"));
        Image image = build("FROM base\nRUN cat /t > /u");
        assertEquals("triggered\n", content(image, "u"));
        assertEquals(List.of(), image.config().config().onBuild());
    }

    @Test
    void aCommandThatFailsSaysItsLineAndCode() {
        var failure =
                assertThrows(EngineException.class, () -> build("FROM busybox\n\nRUN echo about to fail; exit 7"));
        assertEquals(
                "line 3: RUN: The command '/bin/sh -c echo about to fail; exit 7' returned a non-zero code: 7",
                failure.getMessage());
        assertTrue(said.toString().contains("about to fail\n"));
    }

    @Test
    void nothingOfABuildIsLeftMountedOrLyingAbout() throws IOException {
        build("FROM busybox AS a\nRUN true\nFROM busybox\nCOPY --from=a /etc/passwd /p");
        assertEquals(java.util.Set.of(), snapshots.list());
        assertEquals(List.of(), list(dir.resolve("build/contexts")));
        assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(dir.toString()));
    }

    @Test
    void linksInTheContextDoNotLeadOutOfIt() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "of the host");
        files.put("link->" + secret, "");
        assertThrows(EngineException.class, () -> build("FROM busybox\nCOPY link /stolen"));
    }

    private Image build(String dockerfile) throws IOException {
        var request = new BuildRequest(
                "",
                List.of(),
                args,
                Map.of(),
                target,
                "",
                "none",
                "",
                List.of(),
                Map.of(),
                secrets,
                List.of(),
                Resources.NONE,
                Map.of(),
                options);
        files.put("Dockerfile", dockerfile);
        Digest id = builds.build(
                request, Map.of("", new ByteArrayInputStream(context())), line -> said.append(line.stream()));
        return images.resolve(id.toString());
    }

    private byte[] context() throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        for (var each : files.entrySet()) {
            byte[] bytes = each.getValue().getBytes(StandardCharsets.ISO_8859_1);
            int arrow = each.getKey().indexOf("->");
            if (arrow > 0) {
                tar.write(link(each.getKey().substring(0, arrow), each.getKey().substring(arrow + 2)));
            } else {
                tar.write(TarEntry.file(each.getKey(), 0644, bytes.length), bytes);
            }
        }
        tar.finish();
        return out.toByteArray();
    }

    /** Where the topmost layer that has it keeps {@code path}. */
    private Path layerOf(Image image, String path) {
        return image.diffIds().reversed().stream()
                .map(d -> images.layers().path(d).resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private String content(Image image, String path) throws IOException {
        return Files.readString(layerOf(image, path));
    }

    private static List<String> list(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void linksOfTheImageDoNotLeadACopyOrAnArchiveOutOfIt() throws IOException {
        Path outside = Files.createDirectories(dir.resolve("outside"));
        var inner = new ByteArrayOutputStream();
        var tar = new TarWriter(inner);
        tar.write(link("way", outside.toString()));
        tar.write(TarEntry.file("../../../../../../up", 0644, 2), "in".getBytes(StandardCharsets.UTF_8));
        tar.finish();
        files.put("a.tar", inner.toString(StandardCharsets.ISO_8859_1));
        files.put("plain", "p");
        Image image = build("FROM busybox\nADD a.tar /opt/\nCOPY plain /opt/way/planted\n"
                + "RUN ln -s ../../../../../../../../../.." + outside + " /upward\nCOPY plain /upward/planted");
        assertEquals("in", content(image, "opt/up"));
        assertEquals(List.of(), list(outside));
        assertEquals("p", content(image, "opt/way/planted"), "a link that leads nowhere in the image makes room");
    }

    @Test
    void aStageGivesNoFileOfTheHost() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "of the host");
        assertThrows(
                EngineException.class,
                () -> build("FROM busybox AS a\nRUN ln -s ../../../../../../../.." + secret
                        + " /way\nFROM busybox\nCOPY --from=a /way/ /stolen"));
        assertThrows(
                EngineException.class,
                () -> build("FROM busybox AS a\nRUN ln -s " + dir + " /way\nFROM busybox\n"
                        + "COPY --from=a /way/secret /stolen"));
    }

    private static TarEntry link(String name, String target) {
        return new TarEntry(name, TarEntry.Type.SYMLINK, 0777, 0, 0, 0, 0, 0, target, 0, 0, Map.of(), List.of());
    }
}
