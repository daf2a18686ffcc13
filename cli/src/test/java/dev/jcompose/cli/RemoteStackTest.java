package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stack files and digests from a git server and a registry on loopback. */
class RemoteStackTest {
    @TempDir
    Path all;

    private Path temp;
    private Path project;
    private Process server;
    private int port;

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void folders() throws IOException {
        temp = Files.createTempDirectory(all, "test");
        project = Files.createDirectories(temp.resolve("project"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            server.waitFor();
        }
    }

    private Answer run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Main.run(
                List.of(words),
                env(),
                project,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE);
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> env() {
        return Map.of("PATH", System.getenv("PATH"), "HOME", temp.toString());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void command(Path folder, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private void start(String... words) throws IOException {
        server = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("server.log").toFile())
                .start();
        Awaitility.await().until(() -> {
            try (var probe = new java.net.Socket("127.0.0.1", port)) {
                return probe.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** A folder with a bare repository {@code stack.git} of what {@code files} holds. */
    private Path bare(Path files) throws IOException, InterruptedException {
        command(files, "git", "init", "-q");
        command(files, "git", "add", "-A");
        command(files, "git", "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-q", "-m", "x");
        command(files, "git", "-c", "user.name=n", "-c", "user.email=e@x", "tag", "-a", "v1", "-m", "x");
        Path served = Files.createDirectory(temp.resolve("served"));
        command(
                temp,
                "git",
                "clone",
                "-q",
                "--bare",
                files.toString(),
                served.resolve("stack.git").toString());
        return served;
    }

    /** A repository {@code stack.git} with what {@code files} holds, at {@code git://127.0.0.1:port/}. */
    private String repository(Path files) throws Exception {
        Path served = bare(files);
        start(
                "git",
                "daemon",
                "--listen=127.0.0.1",
                "--port=" + port,
                "--base-path=" + served,
                "--export-all",
                "--reuseaddr");
        return "git://127.0.0.1:" + port + "/stack.git";
    }

    @Test
    void filesOfARepositoryAreIncludedExtendedAndGivenByFlag() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        write(
                files.resolve("compose.yaml"),
                "include: [sub/part.yaml]\nservices: {web: {image: x, env_file: a.env}}\n");
        write(files.resolve("sub/part.yaml"), "services: {part: {image: y}}\n");
        write(files.resolve("sub/base.yaml"), "services: {base: {labels: {from: afar}}}\n");
        write(files.resolve("a.env"), "A=1\n");
        String url = repository(files);
        write(
                project.resolve("compose.yaml"),
                "include: [\"%s#v1\"]\nservices: {mine: {image: z, extends: {file: \"%s#:sub/base.yaml\", service: base}}}\n"
                        .formatted(url, url));
        Answer included = run("config");
        assertEquals(0, included.code, included.err);
        assertTrue(included.out.contains("from: afar") && included.out.contains("A: \"1\""), included.out);
        assertEquals("part\nweb\n", run("-f", url, "config", "--services").out);
        assertTrue(run("-f", url + "#nowhere", "config").err.contains("no branch or tag nowhere"));
        write(project.resolve(".env"), "COMPOSE_EXPERIMENTAL_GIT_REMOTE=false\n");
        Answer off = run("config");
        assertTrue(off.code != 0 && off.err.contains("COMPOSE_EXPERIMENTAL_GIT_REMOTE is \"false\""), off.err);
    }

    @Test
    void aStackFromElsewhereIsNamedAndGetsItsVariablesWhereTheUserIs() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        write(files.resolve("sub/compose.yaml"), "services: {web: {build: ., image: \"x:${TAG:-none}\"}}\n");
        write(files.resolve("sub/.env"), "TAG=theirs\n");
        String url = repository(files) + "#v1:sub";
        write(project.resolve(".env"), "TAG=mine\n");
        Answer alone = run("-f", url, "config");
        assertTrue(alone.out.startsWith("name: project\n"), alone.out);
        assertTrue(alone.out.contains("image: x:mine\n"), alone.out);
        String context = alone.out
                .lines()
                .filter(line -> line.contains("context: "))
                .findFirst()
                .orElseThrow();
        assertTrue(context.endsWith("/sub") && !context.contains(project.toString()), context);
        write(project.resolve("mine.yaml"), "services: {web: {hostname: h}}\n");
        for (List<String> order : List.of(List.of("mine.yaml", url), List.of(url, "mine.yaml"))) {
            Answer both = run("-f", order.get(0), "-f", order.get(1), "config");
            assertTrue(both.out.contains(context + "\n") && both.out.contains("hostname: h\n"), both.out + both.err);
            assertTrue(both.out.startsWith("name: project\n"), both.out);
        }
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Answer named = run("-f", url, "--project-directory", elsewhere.toString(), "config");
        assertTrue(named.out.startsWith("name: elsewhere\n") && named.out.contains("x:none\n"), named.out);
        assertTrue(named.out.contains(context + "\n"), named.out);
    }

    private Project load(String url, Positions positions) {
        Options options = new Options(true);
        Globals.declare(options);
        List<String> words = List.of("--host", "unix://" + temp.resolve("none.sock"), "-f", url, "up");
        Arguments given = Arguments.parse(options.spec(), words);
        return Project.load(new Invocation(
                Globals.of(given, env()),
                given.words(),
                env(),
                project,
                new ByteArrayInputStream(new byte[0]),
                System.out,
                System.err,
                Terminal.NONE,
                positions));
    }

    @Test
    void whatTheDaemonSaysOfAFileFromElsewhereHasItsAddress() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        write(files.resolve("sub/compose.yaml"), "services:\n  web: {build: app, cpus: 9}\n");
        write(files.resolve("sub/app/Dockerfile"), "FROM nowhere\n");
        String url = repository(files);
        var positions = new Positions();
        Project loaded = load(url + "#v1:sub", positions);
        String wrong = "services.web.cpus: there are fewer";
        assertEquals(url + "#v1:sub/compose.yaml:2:27: " + wrong, positions.place(wrong));
        String unbuilt = "build image project-web: line 1: FROM: cannot pull nowhere";
        assertEquals(url + "#v1:sub/app/Dockerfile:1: " + unbuilt, positions.place(unbuilt));
        assertEquals("no " + url + "#v1:sub/data here", positions.place("no " + loaded.folder() + "/data here"));
    }

    @Test
    void aStackFromElsewhereStaysTheUsersWhateverCommitItIsOf() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        write(files.resolve("compose.yaml"), "services: {web: {image: x}}\n");
        Project loaded = load(repository(files), new Positions());
        assertEquals(project.toString(), loaded.origin().workingDir());
        assertFalse(loaded.folder().startsWith(project.toString()), loaded.folder());
    }

    @Test
    void aRepositoryIsReadFromGitsOwnHttpServer() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        write(files.resolve("compose.yaml"), "services: {web: {image: x, env_file: a.env}}\n");
        write(files.resolve("a.env"), "A=1\n");
        try (GitHttpServer http = new GitHttpServer(bare(files))) {
            Answer answer = run("-f", http.address("stack.git") + "#v1", "config");
            assertEquals(0, answer.code, answer.err);
            assertTrue(answer.out.contains("A: \"1\""), answer.out);
            Answer missing = run("-f", http.address("none.git"), "config");
            assertEquals(1, missing.code);
            assertTrue(
                    missing.err.startsWith(http.address("none.git") + " cannot be fetched: git ls-remote: "),
                    missing.err);
        }
    }

    @Test
    void nothingOutsideOfTheCheckoutIsReadByPathOrByLink() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        Path secret = temp.resolve("secret.env");
        write(secret, "not a variable: hunter2 =\n");
        write(files.resolve("path/compose.yaml"), "services: {a: {image: x, env_file: %s}}\n".formatted(secret));
        write(files.resolve("link/compose.yaml"), "services: {a: {image: x, env_file: link.env}}\n");
        Files.createSymbolicLink(files.resolve("link/link.env"), secret);
        write(files.resolve("dot/compose.yaml"), "include: [sub/compose.yaml]\n");
        write(files.resolve("dot/sub/compose.yaml"), "services: {a: {image: \"x:${not}\"}}\n");
        Files.createSymbolicLink(files.resolve("dot/sub/.env"), secret);
        write(files.resolve("include/compose.yaml"), "include: [../../../../secret.env]\nservices: {a: {image: x}}\n");
        write(
                files.resolve("file/compose.yaml"),
                "services: {a: {image: x, secrets: [s]}}\nsecrets: {s: {file: /etc/shadow}}\n");
        write(
                files.resolve("profile/compose.yaml"),
                "services: {a: {image: x, security_opt: [\"seccomp:%s\", seccomp=unconfined]}}\n".formatted(secret));
        write(
                files.resolve("build/compose.yaml"),
                "services: {a: {build: {context: ., dockerfile: %s}}}\n".formatted(secret));
        String url = repository(files);
        for (String way : List.of("path", "link", "dot", "include", "file", "profile", "build")) {
            Answer answer = run("-f", url + "#:" + way, "config");
            assertEquals(1, answer.code, way + answer.out);
            assertTrue(
                    answer.err.startsWith("%s#:%s/".formatted(url, way))
                            && answer.err.contains(
                                    " of " + url + ", where this file came from (a stack from elsewhere"),
                    way + ": " + answer.err);
            assertEquals(way.equals("link") || way.equals("dot"), answer.err.contains("leads by a link out"), way);
            assertFalse(answer.err.contains("hunter2"), answer.err);
            assertEquals(1, answer.err.strip().lines().count(), answer.err);
        }
    }

    @Test
    void whatAStackFromElsewhereBringsIsNamedAndAskedFirst() throws Exception {
        Path files = Files.createDirectory(temp.resolve("files"));
        write(files.resolve("compose.yaml"), """
                services:
                  a:
                    image: x
                    privileged: true
                    volumes: ["/etc:/e", "vol:/v", "plain:/w"]
                    post_start: [{command: [c]}]
                    pid: host
                    network_mode: host
                    cap_add: [SYS_ADMIN, NET_ADMIN]
                    devices: ["/dev/kmsg"]
                    security_opt: ["seccomp:unconfined", "no-new-privileges:true"]
                  b: {provider: {type: cloud}}
                volumes: {vol: {driver_opts: {type: none, o: bind, device: /root}}, plain: {}}
                """);
        String url = repository(files);
        Answer refused = run("--host", "unix://" + temp.resolve("none.sock"), "-f", url, "create");
        assertEquals(1, refused.code);
        assertEquals("""
                The stack files that were fetched bring more than containers:
                  service a is privileged
                  service a has the capabilities SYS_ADMIN, NET_ADMIN
                  service a says how it is confined: seccomp:unconfined
                  service a has the devices /dev/kmsg
                  service a shares the host's network
                  service a shares the host's processes
                  service a mounts /etc of this host
                  service a mounts /root by the volume vol
                  service a has post_start hooks
                  service b runs the provider cloud on this host
                Go on? There is no terminal to ask at; say yes by -y.
                """, refused.err);
        for (List<String> verb : List.of(List.of("create"), List.of("up", "-d"), List.of("run", "a"))) {
            List<String> words = new ArrayList<>(List.of("--host", "unix://" + temp.resolve("none.sock"), "-f", url));
            words.addAll(verb);
            Answer asked = run(words.toArray(String[]::new));
            assertTrue(asked.err.contains("is privileged"), asked.err);
            // Behind the service a word is the command's.
            words.add(words.indexOf(verb.getFirst()) + 1, "-y");
            Answer agreed = run(words.toArray(String[]::new));
            assertFalse(agreed.err.contains("privileged"), agreed.err);
        }
        Answer ofCommand = run("--host", "unix://" + temp.resolve("none.sock"), "-f", url, "run", "a", "cmd", "-y");
        assertTrue(ofCommand.err.contains("is privileged"), ofCommand.err);
    }

    private void registry() throws IOException {
        write(temp.resolve("registry.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(temp.resolve("blobs"), port));
        start("docker-registry", "serve", temp.resolve("registry.yml").toString());
    }

    private static String digest(byte[] bytes) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** Pushes an artifact with parts of the given types, each with an annotation; gives its digest. */
    private String push(String repository, String tag, List<List<String>> parts) throws Exception {
        StringBuilder layers = new StringBuilder();
        for (List<String> part : parts) {
            byte[] bytes = part.get(2).getBytes(StandardCharsets.UTF_8);
            blob(repository, bytes);
            layers.append(layers.isEmpty() ? "" : ",")
                    .append("{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":%s}"
                            .formatted(part.get(0), digest(bytes), bytes.length, part.get(1)));
        }
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        blob(repository, config);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                        + "\"config\":{\"mediaType\":\"application/vnd.docker.compose.config.empty.v1+json\",\"digest\":\""
                        + digest(config) + "\",\"size\":2},\"layers\":[" + layers + "]}")
                .getBytes(StandardCharsets.UTF_8);
        send("PUT", "/v2/" + repository + "/manifests/" + tag, "application/vnd.oci.image.manifest.v1+json", manifest);
        return digest(manifest);
    }

    private void blob(String repository, byte[] bytes) throws Exception {
        String location = send("POST", "/v2/" + repository + "/blobs/uploads/", "text/plain", new byte[0])
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String query = location.contains("?") ? "&" : "?";
        send("PUT", location + query + "digest=" + digest(bytes), "application/octet-stream", bytes);
    }

    private HttpResponse<String> send(String method, String address, String type, byte[] body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port).resolve(address);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", type)
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertTrue(answer.statusCode() / 100 == 2, answer.statusCode() + answer.body());
            return answer;
        }
    }

    @Test
    void aPublishedStackIsReadFromItsRegistry() throws Exception {
        registry();
        String yaml = "application/vnd.docker.compose.file+yaml";
        push(
                "stacks/shop",
                "1",
                List.of(
                        List.of(
                                yaml,
                                "{\"com.docker.compose.file\":\"compose.yaml\"}",
                                "services: {a: {image: x, extends: {file: b.yaml, service: s}}}\n"),
                        List.of(yaml, "{\"com.docker.compose.file\":\"over.yaml\"}", "services: {a: {hostname: h}}\n"),
                        List.of(
                                yaml,
                                "{\"com.docker.compose.file\":\"b.yaml\",\"com.docker.compose.extends\":\"true\"}",
                                "services: {s: {labels: {l: m}}}\n")));
        push(
                "stacks/evil",
                "1",
                List.of(List.of(
                        yaml,
                        "{\"com.docker.compose.file\":\"../../x\",\"com.docker.compose.extends\":\"true\"}",
                        "a: b\n")));
        String base = "oci://127.0.0.1:" + port + "/stacks/";
        write(project.resolve("compose.yaml"), "include: [\"%sshop:1\"]\n".formatted(base));
        Answer answer = run("config");
        assertEquals(0, answer.code, answer.err);
        assertTrue(answer.out.contains("hostname: h") && answer.out.contains("l: m"), answer.out);
        assertTrue(run("-f", base + "evil:1", "config").err.contains("outside of its folder"));
        assertTrue(run("-f", base + "none:1", "config").err.contains("none"));
    }

    @Test
    void imagesArePinnedToTheDigestsOfTheirRegistry() throws Exception {
        registry();
        String digest = push("app", "1", List.of());
        String image = "127.0.0.1:" + port + "/app:1";
        write(
                project.resolve("compose.yaml"),
                "name: p\nservices:\n  a:\n    image: %s\n    command: [\"x\"]\n".formatted(image));
        Answer locked = run("config", "--lock-image-digests");
        assertEquals("services:\n  a:\n    image: %s@%s\n".formatted(image, digest), locked.out, locked.err);
        assertEquals(locked, run("convert", "--lock-image-digests"));
        for (String verb : List.of("config", "convert")) {
            String resolved = run(verb, "--resolve-image-digests").out;
            assertTrue(resolved.contains("    image: %s@%s\n".formatted(image, digest)), resolved);
        }
        write(project.resolve("lock.yaml"), locked.out);
        assertTrue(run("-f", "compose.yaml", "-f", "lock.yaml", "config").out.contains(digest));
    }

    @Test
    void everyImageWithoutADigestIsToldWithItsPlace() throws Exception {
        registry();
        push("app", "1", List.of());
        write(project.resolve("compose.yaml"), """
                services:
                  a: {image: "127.0.0.1:%1$d/none:1"}
                  b: {image: "127.0.0.1:%1$d/app:1"}
                  c: {image: "127.0.0.1:%1$d/app:2"}
                """.formatted(port));
        for (String flag : List.of("--resolve-image-digests", "--lock-image-digests")) {
            Answer refused = run("config", flag);
            assertEquals(1, refused.code);
            assertEquals("", refused.out);
            assertEquals("""
                    compose.yaml:2:14: manifest for 127.0.0.1:%1$d/none:1 not found at 127.0.0.1:%1$d: manifest unknown
                    compose.yaml:4:14: manifest for 127.0.0.1:%1$d/app:2 not found at 127.0.0.1:%1$d: manifest unknown
                    """.formatted(port), refused.err);
        }
        write(project.resolve("compose.yaml"), "services: {a: {image: \"127.0.0.1:9/x:1\"}}\n");
        Answer silent = run("config", "--resolve-image-digests");
        assertEquals(1, silent.code);
        assertTrue(
                silent.err.startsWith("compose.yaml:1:23: failed to resolve digest for 127.0.0.1:9/x:1: "), silent.err);
    }
}
