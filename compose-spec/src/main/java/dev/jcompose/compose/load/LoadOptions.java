package dev.jcompose.compose.load;

import dev.jcompose.compose.source.Room;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a load is done, and for whom.
 *
 * @param skipped steps that are left out
 * @param profiles active profiles; {@code *} for all
 * @param services chosen services; empty for all
 * @param allResources keep networks, volumes and the like that no chosen service uses
 * @param started services that are to be started, with what they depend on; null: all. Of others an env file may be missing, which is
 *     then left unread, and only those started must not want the same container name
 * @param room how much of each file is read
 */
public record LoadOptions(
        Set<Step> skipped,
        List<String> profiles,
        List<String> services,
        boolean allResources,
        @Nullable List<String> started,
        Room room) {

    /** A step that can be left out. */
    public enum Step {
        /** Replace variables. */
        INTERPOLATE,
        /** Check against the schema and the rules of single attributes. */
        VALIDATE,
        /** Make implied values explicit. */
        NORMALISE,
        /** Make paths absolute. */
        RESOLVE_PATHS,
        /** Check that everything referred to exists. */
        CHECK_CONSISTENCY,
        /** Check that no two services want the same container name. */
        CHECK_CONTAINER_NAMES,
        /** Read the env files of services. */
        RESOLVE_ENVIRONMENT
    }

    /** Everything done, for all services without a profile. */
    public static final LoadOptions DEFAULT = new LoadOptions(Set.of(), List.of(), List.of(), false, null, Room.USUAL);

    public LoadOptions {
        skipped = Set.copyOf(skipped);
        profiles = List.copyOf(profiles);
        services = List.copyOf(services);
        started = started == null ? null : List.copyOf(started);
    }

    public boolean does(Step step) {
        return !skipped.contains(step);
    }

    public LoadOptions without(Step... steps) {
        EnumSet<Step> all = EnumSet.noneOf(Step.class);
        all.addAll(skipped);
        all.addAll(List.of(steps));
        return new LoadOptions(all, profiles, services, allResources, started, room);
    }

    public LoadOptions withProfiles(List<String> others) {
        return new LoadOptions(skipped, others, services, allResources, started, room);
    }

    public LoadOptions withServices(List<String> others) {
        return new LoadOptions(skipped, profiles, others, allResources, started, room);
    }

    public LoadOptions withAllResources(boolean all) {
        return new LoadOptions(skipped, profiles, services, all, started, room);
    }

    public LoadOptions withStarted(List<String> others) {
        return new LoadOptions(skipped, profiles, services, allResources, others, room);
    }

    public LoadOptions within(Room other) {
        return new LoadOptions(skipped, profiles, services, allResources, started, other);
    }

    /** Files of an include say their paths from their own folder, so these are always resolved. */
    LoadOptions withPaths() {
        Set<Step> others = skipped.isEmpty() ? EnumSet.noneOf(Step.class) : EnumSet.copyOf(skipped);
        others.remove(Step.RESOLVE_PATHS);
        return new LoadOptions(others, profiles, services, allResources, started, room);
    }
}
