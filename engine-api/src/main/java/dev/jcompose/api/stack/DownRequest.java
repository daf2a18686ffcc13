package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code down}.
 *
 * @param rmi {@code all}, {@code local} (images without a name of the user's own) or empty
 * @param services only these, and what of networks, volumes and images no other container uses; empty: the whole stack
 * @param also with the whole stack: services that it has no more, whose containers go too
 * @param disabled services of the stack file that no profile enables: their containers are no orphans, and stay
 * @param left the stack as its files have it, for where nothing is up any more: volumes and images may still be there
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record DownRequest(
        boolean volumes,
        String rmi,
        boolean removeOrphans,
        boolean ignoreOrphans,
        @Nullable Integer timeout,
        List<String> services,
        List<String> also,
        List<String> disabled,
        @Nullable StackRequest left) {}
