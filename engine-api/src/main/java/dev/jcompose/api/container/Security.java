package dev.jcompose.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rights of a container beyond or below Docker's default.
 *
 * @param securityOpt {@code seccomp=…}, {@code apparmor=…}, {@code no-new-privileges[=true]}, {@code label=…}, {@code systempaths=unconfined}
 * @param maskedPaths null: Docker's default; empty: none
 * @param readonlyPaths null: Docker's default; empty: none
 */
public record Security(
        boolean privileged,
        List<String> capAdd,
        List<String> capDrop,
        List<String> securityOpt,
        List<String> groupAdd,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> sysctls,
        @JsonSetter(nulls = Nulls.SET) @Nullable List<String> maskedPaths,
        @JsonSetter(nulls = Nulls.SET) @Nullable List<String> readonlyPaths) {
    public static final Security DEFAULT =
            new Security(false, List.of(), List.of(), List.of(), List.of(), Map.of(), null, null);
}
