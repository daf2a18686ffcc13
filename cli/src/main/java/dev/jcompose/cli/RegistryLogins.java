package dev.jcompose.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.api.system.AuthConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The caller's logins in {@link DockerConfig} and its credential helpers, shared with Docker's own clients. */
public final class RegistryLogins {
    private final DockerConfig file;
    private final Map<String, String> env;
    private final PrintStream warnings;

    public RegistryLogins(Invocation at) {
        this(at.env(), at.err());
    }

    public RegistryLogins(Map<String, String> env, PrintStream warnings) {
        this.file = new DockerConfig(env);
        this.env = env;
        this.warnings = warnings;
    }

    /** The registry of an image's name, as logins are kept. */
    public static String registryOf(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        boolean hub = first.equals("docker.io") || first.equals("index.docker.io");
        return host && !hub ? first : AuthConfig.HUB;
    }

    /** The header {@code X-Registry-Auth} for a registry; anonymous where there is no login. */
    public String header(String registry) {
        return Base64.getUrlEncoder().encodeToString(Json.write(login(registry)));
    }

    /** The header {@code X-Registry-Config}: all logins, for a build, whose Dockerfile may name any registry. */
    public String headerOfAll() {
        return Base64.getUrlEncoder().encodeToString(Json.write(all()));
    }

    /** Whether a look-up may start other programs, and be slow. */
    boolean asksHelpers() {
        ObjectNode config = file.read();
        return !config.path("credsStore").asText().isEmpty()
                || !config.path("credHelpers").isEmpty();
    }

    /** Registry → login, of those that there is a login for. */
    Map<String, AuthConfig> of(Set<String> registries) {
        Map<String, AuthConfig> logins = new LinkedHashMap<>();
        for (String registry : registries) {
            AuthConfig login = login(registry);
            if (!login.equals(AuthConfig.ANONYMOUS)) {
                logins.put(registry, login);
            }
        }
        return logins;
    }

    /** Those that the pulls of a plan need. */
    public Map<String, AuthConfig> ofPulls(PlanView plan) {
        return of(plan.steps().stream()
                .filter(step -> step.action().equals("pull"))
                .map(step -> registryOf(step.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    Map<String, AuthConfig> all() {
        ObjectNode config = file.read();
        Set<String> registries = new LinkedHashSet<>();
        config.path("auths").fieldNames().forEachRemaining(name -> registries.add(plain(name)));
        config.path("credHelpers").fieldNames().forEachRemaining(name -> registries.add(plain(name)));
        String store = config.path("credsStore").asText();
        if (!store.isEmpty()) {
            try {
                new CredentialProgram(store, env).list().forEach(name -> registries.add(plain(name)));
            } catch (IOException e) {
                warn("the registries that have a login", e);
            }
        }
        return of(registries);
    }

    public AuthConfig login(String registry) {
        ObjectNode config = file.read();
        Optional<CredentialProgram> helper = helper(config, registry);
        if (helper.isPresent()) {
            try {
                return helper.get().get(registry);
            } catch (IOException e) {
                warn(registry, e);
                return AuthConfig.ANONYMOUS;
            }
        }
        return kept(entry(config, registry), registry);
    }

    /** A helper that is broken or gone must not keep anybody from what needs no login; the registry says what does. */
    private void warn(String about, IOException e) {
        warnings.println("warning: " + e.getMessage() + " (asked for " + about + " because of " + file.file()
                + "): going on without a login");
    }

    private AuthConfig kept(JsonNode entry, String registry) {
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        if (entry.hasNonNull("auth")) {
            String pair = decoded(entry.get("auth").asText(), registry);
            int colon = pair.indexOf(':');
            user = colon < 0 ? pair : pair.substring(0, colon);
            password = colon < 0 ? "" : pair.substring(colon + 1);
        }
        String identity = entry.path("identitytoken").asText("");
        String token = entry.path("registrytoken").asText("");
        return user.isEmpty() && identity.isEmpty() && token.isEmpty()
                ? AuthConfig.ANONYMOUS
                : new AuthConfig(user, password, "", registry, identity, token);
    }

    private String decoded(String base64, String registry) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    ErrorKind.INVALID,
                    file.file() + ": auths." + registry + ".auth is not base64; log in again with jcompose login",
                    e);
        }
    }

    /** By the name itself, else by a name that means the same host: old clients kept {@code https://host/v1/}. */
    private static JsonNode entry(ObjectNode config, String registry) {
        JsonNode auths = config.path("auths");
        if (auths.has(registry)) {
            return auths.get(registry);
        }
        for (var each : auths.properties()) {
            if (plain(each.getKey()).equals(registry)) {
                return each.getValue();
            }
        }
        return auths.path(registry);
    }

    /** {@code https://host:port/path} as {@code host:port}; the Hub's name stays as it is. */
    private static String plain(String name) {
        return name.equals(AuthConfig.HUB)
                ? name
                : name.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    }

    private Optional<CredentialProgram> helper(ObjectNode config, String registry) {
        JsonNode own = config.path("credHelpers").path(registry);
        String name = own.isMissingNode() ? config.path("credsStore").asText() : own.asText();
        return name.isEmpty() ? Optional.empty() : Optional.of(new CredentialProgram(name, env));
    }

    /** Keeps a login; the file is the caller's alone. */
    public void keep(AuthConfig login) throws IOException {
        ObjectNode config = file.read();
        Optional<CredentialProgram> helper = helper(config, login.serverAddress());
        if (helper.isPresent()) {
            helper.get().store(login);
            return;
        }
        String pair = login.username() + ":" + login.password();
        ObjectNode entry = DockerConfig.JSON.createObjectNode();
        entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        if (!login.identityToken().isEmpty()) {
            entry.put("identitytoken", login.identityToken());
        }
        config.withObject("/auths").set(login.serverAddress(), entry);
        file.write(config);
    }

    /** Removes a login; whether there was one. */
    public boolean forget(String registry) throws IOException {
        ObjectNode config = file.read();
        Optional<CredentialProgram> helper = helper(config, registry);
        if (helper.isPresent()) {
            helper.get().erase(registry);
            return true;
        }
        boolean known = config.path("auths").has(registry);
        if (known) {
            config.withObject("/auths").remove(registry);
            file.write(config);
        }
        return known;
    }
}
