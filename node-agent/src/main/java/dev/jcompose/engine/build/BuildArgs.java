package dev.jcompose.engine.build;

import dev.jcompose.engine.content.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a build: what the caller gave, what the Dockerfile declares before its first FROM, and those that every
 * build has. Proxies need no declaration, and neither history nor cache knows them. Used by one thread.
 */
final class BuildArgs {
    private static final Set<String> PROXIES = Set.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "FTP_PROXY",
            "ftp_proxy",
            "NO_PROXY",
            "no_proxy",
            "ALL_PROXY",
            "all_proxy");

    private final Map<String, @Nullable String> given;
    private final Map<String, String> global = new LinkedHashMap<>();
    private final Map<String, String> platforms = new LinkedHashMap<>();
    private final Set<String> used = new TreeSet<>();

    BuildArgs(Map<String, @Nullable String> given, Platform target) {
        this.given = given;
        describe("BUILD", Platform.HOST);
        describe("TARGET", target);
    }

    private void describe(String prefix, Platform platform) {
        platforms.put(prefix + "PLATFORM", platform.toString());
        platforms.put(prefix + "OS", platform.os());
        platforms.put(prefix + "ARCH", platform.architecture());
        platforms.put(prefix + "VARIANT", platform.variant());
    }

    /** An ARG before the first FROM. */
    void declareGlobal(Instruction.Arg arg, char escape) {
        arg.names().forEach((name, standard) -> {
            String value = given(name);
            if (value == null && standard != null) {
                value = Expansion.word(standard, escape, variablesOfFrom());
            }
            if (value != null) {
                global.put(name, value);
            }
        });
    }

    Map<String, String> variablesOfFrom() {
        var all = new LinkedHashMap<>(platforms);
        all.putAll(global);
        return all;
    }

    /** The value of an ARG within a stage; null where it has none. */
    @Nullable
    String valueInStage(String name, @Nullable String standard) {
        String value = given(name);
        if (value != null) {
            return value;
        }
        if (standard != null) {
            return standard;
        }
        String declared = global.get(name);
        return declared != null ? declared : platforms.get(name);
    }

    private @Nullable String given(String name) {
        if (!given.containsKey(name)) {
            return null;
        }
        used.add(name);
        String value = given.get(name);
        return value == null ? "" : value;
    }

    /** The proxies that were given, for the environment of RUN. */
    Map<String, String> proxies() {
        var all = new TreeMap<String, String>();
        for (String name : PROXIES) {
            String value = given(name);
            if (value != null) {
                all.put(name, value);
            }
        }
        return all;
    }

    /** Given, but asked for by no ARG. */
    Set<String> unused() {
        var all = new TreeSet<>(given.keySet());
        all.removeAll(used);
        all.removeAll(PROXIES);
        return all;
    }
}
