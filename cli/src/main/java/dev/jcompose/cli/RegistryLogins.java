package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;

/** The caller's logins in {@code ~/.docker/config.json} and its credential helpers, shared with Docker's own clients. */
public final class RegistryLogins {
    /** The name under which Docker keeps the login of its Hub. */
    public static final String HUB = "https://index.docker.io/v1/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public RegistryLogins(Map<String, String> env) {
        String folder = env.getOrDefault(
                "DOCKER_CONFIG", env.getOrDefault("HOME", System.getProperty("user.home")) + "/.docker");
        file = Path.of(folder, "config.json");
    }

    /** The registry of an image's name, as logins are kept. */
    public static String registryOf(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host && !first.equals("docker.io") ? first : HUB;
    }

    /** The header {@code X-Registry-Auth} for a registry; anonymous where there is no login. */
    public String header(String registry) {
        return Base64.getUrlEncoder().encodeToString(Json.write(login(registry)));
    }

    public AuthConfig login(String registry) {
        JsonNode config = read();
        String helper = config.path("credHelpers")
                .path(registry)
                .asText(config.path("credsStore").asText());
        if (!helper.isEmpty()) {
            return fromHelper(helper, registry);
        }
        JsonNode entry = config.path("auths").path(registry);
        String pair = new String(Base64.getDecoder().decode(entry.path("auth").asText("")), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0
                ? AuthConfig.ANONYMOUS
                : new AuthConfig(
                        pair.substring(0, colon),
                        pair.substring(colon + 1),
                        "",
                        registry,
                        entry.path("identitytoken").asText(""),
                        "");
    }

    /** Keeps a login; the file is the caller's alone. */
    public void keep(AuthConfig login) throws IOException {
        ObjectNode config = read();
        String helper = config.path("credHelpers")
                .path(login.serverAddress())
                .asText(config.path("credsStore").asText());
        if (!helper.isEmpty()) {
            ObjectNode words = JSON.createObjectNode();
            words.put("ServerURL", login.serverAddress())
                    .put("Username", login.username())
                    .put("Secret", login.password());
            call(helper, "store", JSON.writeValueAsString(words));
            return;
        }
        String pair = login.username() + ":" + login.password();
        ObjectNode entry = JSON.createObjectNode();
        entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        if (!login.identityToken().isEmpty()) {
            entry.put("identitytoken", login.identityToken());
        }
        config.withObject("/auths").set(login.serverAddress(), entry);
        write(config);
    }

    /** Removes a login; whether there was one. */
    public boolean forget(String registry) throws IOException {
        ObjectNode config = read();
        String helper = config.path("credHelpers")
                .path(registry)
                .asText(config.path("credsStore").asText());
        if (!helper.isEmpty()) {
            call(helper, "erase", registry);
            return true;
        }
        boolean known = config.path("auths").has(registry);
        if (known) {
            config.withObject("/auths").remove(registry);
            write(config);
        }
        return known;
    }

    private AuthConfig fromHelper(String helper, String registry) {
        JsonNode words;
        try {
            words = JSON.readTree(call(helper, "get", registry));
        } catch (IOException e) {
            // The helpers answer so where they have no login; pulling without one is then right.
            if (String.valueOf(e.getMessage()).contains("credentials not found")) {
                return AuthConfig.ANONYMOUS;
            }
            throw new EngineException(ErrorKind.UNAVAILABLE, "docker-credential-" + helper + ": " + e.getMessage(), e);
        }
        String user = words.path("Username").asText();
        String secret = words.path("Secret").asText();
        return user.equals("<token>")
                ? new AuthConfig("", "", "", registry, secret, "")
                : new AuthConfig(user, secret, "", registry, "", "");
    }

    private static String call(String helper, String verb, String input) throws IOException {
        Process process = new ProcessBuilder("docker-credential-" + helper, verb).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(answer.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return answer;
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            return (ObjectNode) JSON.readTree(file.toFile());
        } catch (IOException | ClassCastException e) {
            throw new EngineException(ErrorKind.INVALID, file + " is not a JSON object: " + e.getMessage(), e);
        }
    }

    private void write(ObjectNode config) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(
                folder,
                "config",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
