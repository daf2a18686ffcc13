package dev.jcompose.engine.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.jcompose.api.error.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an image runs on, in the words of OCI: {@code linux/arm64/v8}. An empty variant means the usual one. */
public record Platform(
        @JsonProperty("architecture") String architecture,
        @JsonProperty("os") String os,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("variant")
        String variant) {

    /** This machine. */
    public static final Platform HOST = new Platform(hostArchitecture(), "linux", "");

    /** Those that Go has a name for. */
    private static final Set<String> ARCHITECTURES = Set.of(
            "386",
            "amd64",
            "arm",
            "arm64",
            "loong64",
            "mips",
            "mips64",
            "mips64le",
            "mipsle",
            "ppc64",
            "ppc64le",
            "riscv64",
            "s390x");

    private static String hostArchitecture() {
        return normal(System.getProperty("os.arch", "amd64"));
    }

    private static String normal(String architecture) {
        return switch (architecture) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386" -> "386";
            case "armhf", "armel" -> "arm";
            default -> architecture;
        };
    }

    /** {@code os/arch[/variant]}, {@code arch} or {@code os} alone; empty is this machine. */
    public static Platform parse(String text) {
        if (text.isEmpty()) {
            return HOST;
        }
        List<String> parts = List.of(text.toLowerCase(Locale.ROOT).split("/", -1));
        if (parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
            throw EngineException.invalid("\"" + text + "\" is no platform: write os/architecture, as linux/amd64");
        }
        if (parts.size() == 1) {
            if (!parts.getFirst().equals("linux") && !ARCHITECTURES.contains(normal(parts.getFirst()))) {
                throw EngineException.invalid("\"" + text
                        + "\": unknown operating system or architecture: write os/architecture, as linux/amd64");
            }
            return parts.getFirst().equals("linux") ? HOST : of("linux", parts.getFirst(), "");
        }
        return of(parts.get(0), parts.get(1), parts.size() == 3 ? parts.get(2) : "");
    }

    private static Platform of(String os, String architecture, String variant) {
        String arch = normal(architecture);
        return new Platform(arch, os, arch.equals("arm64") && variant.equals("v8") ? "" : variant);
    }

    /** {@code true} where an image for {@code other} is one for this. */
    public boolean accepts(Platform other) {
        return os.equals(other.os)
                && architecture.equals(normal(other.architecture))
                && (variant.isEmpty()
                        || other.variant.isEmpty()
                        || variant.equals(of(os, other.architecture, other.variant).variant));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
