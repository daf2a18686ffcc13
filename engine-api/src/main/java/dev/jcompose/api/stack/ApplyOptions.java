package dev.jcompose.api.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to apply a stack; the names are those of Compose's flags.
 *
 * @param pull {@code always}, {@code missing}, {@code never}, {@code build}; empty: what each service says
 * @param ignoreOrphans say nothing of containers that no service of the stack file has
 * @param untilReady ({@code wait}) end only when every container runs, and is healthy where it has a check
 * @param waitTimeout seconds; null: none
 * @param timeout seconds from the stop signal to the kill; null: what each service says
 * @param assumeYes go on where another folder's project has this name
 * @param disabled services of the stack file that no profile enables: their containers are no orphans
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record ApplyOptions(
        boolean build,
        boolean noBuild,
        String pull,
        boolean forceRecreate,
        boolean alwaysRecreateDeps,
        boolean noRecreate,
        boolean noDeps,
        boolean noStart,
        boolean removeOrphans,
        boolean ignoreOrphans,
        boolean renewAnonVolumes,
        Map<String, Integer> scale,
        @JsonProperty("wait") boolean untilReady,
        @Nullable Integer waitTimeout,
        @Nullable Integer timeout,
        boolean assumeYes,
        List<String> disabled) {
    public static final ApplyOptions NONE = new ApplyOptions(
            false, false, "", false, false, false, false, false, false, false, false, Map.of(), false, null, null,
            false, List.of());

    /** The same with every question answered by yes. */
    public ApplyOptions agreed() {
        return new ApplyOptions(
                build,
                noBuild,
                pull,
                forceRecreate,
                alwaysRecreateDeps,
                noRecreate,
                noDeps,
                noStart,
                removeOrphans,
                ignoreOrphans,
                renewAnonVolumes,
                scale,
                untilReady,
                waitTimeout,
                timeout,
                true,
                disabled);
    }
}
