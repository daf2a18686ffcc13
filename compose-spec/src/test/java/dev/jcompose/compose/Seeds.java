package dev.jcompose.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Valid stack files to start from: made of whole attributes, and the real world's where a corpus lies beside the project. */
final class Seeds {
    /** Attributes of a service, each complete in itself, one line a string. */
    private static final List<List<String>> ATTRIBUTES = List.of(
            List.of("command: [\"serve\", \"--all\"]"),
            List.of("entrypoint: /bin/start --now"),
            List.of("hostname: ${NAME:-host}"),
            List.of("environment:", "  - LEVEL=info", "  - PORT=80"),
            List.of("environment:", "  LEVEL: ${LEVEL:-info}", "  EMPTY:"),
            List.of("labels:", "  a.b: \"1\"", "  c: d"),
            List.of("labels: [a=b]"),
            List.of("ports:", "  - \"8080:80\"", "  - target: 443", "    published: \"8443\""),
            List.of("expose: [\"80\", 90]"),
            List.of("volumes:", "  - data:/data:ro", "  - ./conf:/conf", "  - type: tmpfs", "    target: /t"),
            List.of("networks:", "  back:", "    aliases: [db]"),
            List.of("networks: [back]"),
            List.of("healthcheck:", "  test: [\"CMD\", \"true\"]", "  interval: 1m30s", "  retries: 3"),
            List.of("deploy:", "  replicas: 2", "  resources:", "    limits:", "      memory: 64m"),
            List.of("logging:", "  driver: json-file", "  options:", "    max-size: 10m"),
            List.of("restart: unless-stopped"),
            List.of("secrets:", "  - token"),
            List.of("configs:", "  - source: conf", "    target: /c", "    mode: 0440"),
            List.of("ulimits:", "  nofile: 1024", "  nproc: {soft: 1, hard: 2}"),
            List.of("shm_size: 512m"),
            List.of("cap_drop: [ALL]"),
            List.of("init: true"),
            List.of("stop_grace_period: 10s"),
            List.of("sysctls:", "  net.core.somaxconn: 1024"),
            List.of("extra_hosts:", "  - \"a=1.2.3.4\""),
            List.of("tmpfs: /run"),
            List.of("dns: [1.1.1.1]"),
            List.of("build:", "  context: .", "  args: [A=b]"),
            List.of("develop:", "  watch:", "    - path: ./src", "      action: rebuild"),
            List.of("profiles: [tools]"),
            List.of("x-note: anything"));

    static final String RESOURCES = """
            volumes:
              data: {}
            networks:
              back: {}
            secrets:
              token:
                file: ./token
            configs:
              conf:
                content: text
            """;

    private Seeds() {}

    /** A file of one to {@code most} services. */
    static String stack(RandomGenerator random, int most) {
        StringBuilder text = new StringBuilder("services:\n");
        int services = 1 + random.nextInt(most);
        for (int i = 0; i < services; i++) {
            text.append(service("s" + i, random));
        }
        return text.append(RESOURCES).toString();
    }

    /** A service of up to six attributes, none twice. */
    static String service(String name, RandomGenerator random) {
        StringBuilder text = new StringBuilder("  %s:\n    image: x:1\n".formatted(name));
        List<String> taken = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            List<String> attribute = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
            String key = attribute.getFirst().substring(0, attribute.getFirst().indexOf(':'));
            if (!taken.contains(key)) {
                taken.add(key);
                attribute.forEach(line -> text.append("    ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /** The real world's stack files, or none. */
    static List<Path> corpus() {
        Path folder = Path.of("..", "..", "shared", "corpus").toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("(docker-)?compose\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
