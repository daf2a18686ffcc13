package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.system.AuthConfig;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program {@code docker-credential-NAME} on the caller's PATH that keeps logins; it speaks JSON on its streams. */
final class CredentialProgram {
    private final String program;
    private final Map<String, String> env;

    CredentialProgram(String name, Map<String, String> env) {
        this.program = "docker-credential-" + name;
        this.env = env;
    }

    /** The login for a registry; anonymous where the helper has none. Throws with the helper's own words. */
    AuthConfig get(String registry) throws IOException {
        JsonNode words;
        try {
            words = DockerConfig.JSON.readTree(call("get", registry));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("credentials not found")) {
                return AuthConfig.ANONYMOUS;
            }
            throw e;
        }
        String user = words.path("Username").asText();
        String secret = words.path("Secret").asText();
        return user.equals("<token>")
                ? new AuthConfig("", "", "", registry, secret, "")
                : new AuthConfig(user, secret, "", registry, "", "");
    }

    /** The registries that it has logins for. */
    List<String> list() throws IOException {
        List<String> registries = new ArrayList<>();
        DockerConfig.JSON.readTree(call("list", "")).fieldNames().forEachRemaining(registries::add);
        return registries;
    }

    void store(AuthConfig login) throws IOException {
        var words = DockerConfig.JSON.createObjectNode();
        boolean token = !login.identityToken().isEmpty();
        words.put("ServerURL", login.serverAddress())
                .put("Username", token ? "<token>" : login.username())
                .put("Secret", token ? login.identityToken() : login.password());
        call("store", DockerConfig.JSON.writeValueAsString(words));
    }

    void erase(String registry) throws IOException {
        call("erase", registry);
    }

    private String call(String verb, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(found(), verb).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(env);
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // It may end without reading; its exit code and words say why.
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(program + " " + verb + ": "
                        + (answer.isBlank() ? "ended with exit code " + code : answer.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return answer;
    }

    /** On the caller's PATH, which need not be that of this process. */
    private String found() throws IOException {
        for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new IOException(program + " is not on the PATH");
    }
}
