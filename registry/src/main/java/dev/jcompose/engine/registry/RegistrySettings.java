package dev.jcompose.engine.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.engine.content.Reference;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How registries are reached.
 *
 * @param mirrors tried in order before Docker Hub; base addresses
 * @param insecure {@code host[:port]} or network ({@code 10.0.0.0/8}) that may be spoken to without TLS or with any certificate, beside
 *     loopback
 * @param certificates a folder with {@code host:port/*.crt}, authorities trusted for that registry
 * @param environment where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are looked up, in either case
 */
public record RegistrySettings(
        List<URI> mirrors, Set<String> insecure, Path certificates, Map<String, String> environment) {

    private static final String MIRRORS = "registry-mirrors";
    private static final String INSECURE = "insecure-registries";

    private record DaemonFile(
            @JsonProperty(MIRRORS) List<String> mirrors,
            @JsonProperty(INSECURE) List<String> insecure) {}

    /**
     * What {@code folder/daemon.json} says, with Docker's names of the keys, and the environment after it:
     * JCOMPOSE_REGISTRY_MIRRORS and JCOMPOSE_INSECURE_REGISTRIES, separated by commas.
     */
    public static RegistrySettings load(Path folder, Map<String, String> environment) {
        var file = folder.resolve("daemon.json");
        var mirrors = new ArrayList<String>();
        var insecure = new HashSet<String>();
        try {
            if (Files.exists(file)) {
                var found = read(file);
                mirrors.addAll(found.mirrors());
                insecure.addAll(found.insecure());
            }
        } catch (IOException e) {
            throw EngineException.unavailable(file + " cannot be read: " + e.getMessage(), e);
        }
        mirrors.addAll(words(environment.getOrDefault("JCOMPOSE_REGISTRY_MIRRORS", "")));
        insecure.addAll(words(environment.getOrDefault("JCOMPOSE_INSECURE_REGISTRIES", "")));
        return new RegistrySettings(
                mirrors.stream().map(RegistrySettings::address).toList(),
                insecure.stream().map(RegistrySettings::place).collect(Collectors.toUnmodifiableSet()),
                folder.resolve("certs.d"),
                environment);
    }

    /** Docker's file has more settings, and whoever copies it is to know that they have no effect here. */
    private static DaemonFile read(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        try {
            for (String name :
                    Json.read(text, new TypeReference<Map<String, Object>>() {}).keySet()) {
                if (!Set.of(MIRRORS, INSECURE).contains(name)) {
                    throw EngineException.invalid("the daemon has no setting \"" + name + "\": it takes " + MIRRORS
                            + " and " + INSECURE + " (docs/images.md), and its options from its command line");
                }
            }
            return Json.read(text, DaemonFile.class);
        } catch (EngineException e) {
            throw EngineException.invalid(file + ": " + e.getMessage());
        }
    }

    private static List<String> words(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .toList();
    }

    /** Who wrote an address, or a network that is none, allowed nothing by it. */
    private static String place(String text) {
        if (text.contains("/") && Network.parse(text).isEmpty()) {
            throw EngineException.invalid("insecure registry \"" + text
                    + "\" is neither a host nor a network: write host[:port], or 10.0.0.0/8");
        }
        return text;
    }

    private static URI address(String text) {
        URI uri = URI.create(text.contains("://") ? text : "https://" + text);
        if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw EngineException.invalid("registry mirror \"" + text + "\" is no address: write https://host[:port]");
        }
        return uri;
    }

    /** Where {@code domain} may be reached for pulling, in the order to try. */
    List<Endpoint> forPull(String domain) {
        var all = new ArrayList<Endpoint>();
        if (domain.equals(Reference.HUB)) {
            mirrors.forEach(m -> all.add(new Endpoint(m.getScheme(), m.getAuthority(), m.getPath(), true)));
        }
        all.addAll(forPush(domain));
        return all;
    }

    List<Endpoint> forPush(String domain) {
        String authority = domain.equals(Reference.HUB) ? "registry-1.docker.io" : domain;
        var secure = new Endpoint("https", authority, "", false);
        return mayBeInsecure(authority) ? List.of(secure, new Endpoint("http", authority, "", false)) : List.of(secure);
    }

    /** Loopback is always trusted, as Docker does: nobody is between. */
    boolean mayBeInsecure(String authority) {
        String host = host(authority);
        return insecure.contains(authority)
                || insecure.contains(host)
                || isLoopback(authority)
                || insecure.stream()
                        .flatMap(place -> Network.parse(place).stream())
                        .anyMatch(network -> network.reaches(host));
    }

    static boolean isLoopback(String authority) {
        String host = host(authority);
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    static String host(String authority) {
        String host = authority.startsWith("[")
                ? authority.substring(1, authority.indexOf(']'))
                : authority.replaceAll(":\\d+$", "");
        return host.toLowerCase(Locale.ROOT);
    }
}
