package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Security;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The profile that confines a container, where the kernel has AppArmor. Ours is loaded when the first container wants it. */
public final class AppArmor {
    static final String DEFAULT = "jcompose-default";

    private static final Path LOADED = Path.of("/sys/kernel/security/apparmor/profiles");
    /** Asked of every container and at every inspect; a kernel neither gains nor loses it while it runs. */
    private static final boolean ON_HOST = Files.isReadable(LOADED);

    private static final List<String> PARSERS = List.of("/usr/sbin/apparmor_parser", "/sbin/apparmor_parser");

    /** Another version of the daemon may have loaded its own, so the first use in a life loads anew. */
    private static final AtomicBoolean OURS = new AtomicBoolean();

    private AppArmor() {}

    public static boolean onHost() {
        return ON_HOST;
    }

    /**
     * The name of the profile; null for none. What cannot be had here is added to the warnings.
     *
     * @param wanted as {@link SecurityOptions} has it
     */
    static @Nullable String profile(@Nullable String wanted, boolean privileged, List<String> warnings) {
        if (wanted != null && !onHost() && !wanted.equals(SecurityOptions.UNCONFINED)) {
            warnings.add("apparmor=" + wanted + " has no effect: this kernel has no AppArmor");
        }
        if (!onHost() || SecurityOptions.UNCONFINED.equals(wanted) || (wanted == null && privileged)) {
            return null;
        }
        if (wanted != null && !wanted.equals(DEFAULT)) {
            return loaded(wanted);
        }
        return load(warnings) ? DEFAULT : null;
    }

    /** What inspect shows of a container that asks for {@code security}. */
    public static String name(Security security) {
        if (!onHost()) {
            return "";
        }
        String wanted = SecurityOptions.of(security).apparmor();
        return wanted != null ? wanted : security.privileged() ? SecurityOptions.UNCONFINED : DEFAULT;
    }

    private static String loaded(String profile) {
        if (!isLoaded(profile)) {
            throw EngineException.invalid("apparmor profile \"" + profile
                    + "\" is not loaded on this host: load it by apparmor_parser -r FILE");
        }
        return profile;
    }

    private static boolean isLoaded(String profile) {
        try (var lines = Files.lines(LOADED)) {
            return lines.anyMatch(line -> line.startsWith(profile + " ("));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean load(List<String> warnings) {
        if (OURS.get() && isLoaded(DEFAULT)) {
            return true;
        }
        var parser = PARSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        if (parser.isEmpty()) {
            warnings.add("no AppArmor profile: this host has no apparmor_parser to load " + DEFAULT
                    + " with: apt-get install apparmor");
            return false;
        }
        String failure = run(parser.get());
        if (failure != null) {
            warnings.add("no AppArmor profile: " + DEFAULT + " cannot be loaded: " + failure);
            return false;
        }
        OURS.set(true);
        return true;
    }

    private static @Nullable String run(Path parser) {
        try (InputStream text = Objects.requireNonNull(AppArmor.class.getResourceAsStream(DEFAULT + ".apparmor"))) {
            Process process = new ProcessBuilder(parser.toString(), "--replace", "--skip-cache", "--quiet")
                    .redirectErrorStream(true)
                    .start();
            try (var to = process.getOutputStream()) {
                text.transferTo(to);
            }
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? null : said.strip();
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
