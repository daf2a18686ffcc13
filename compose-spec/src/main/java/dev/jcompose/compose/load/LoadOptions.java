package dev.jcompose.compose.load;

import java.util.List;

/**
 * What of a load is done, and for whom.
 *
 * @param interpolate replace variables
 * @param validate check against the schema and attribute rules
 * @param normalise make implied values explicit
 * @param resolvePaths make paths absolute
 * @param checkConsistency check that everything referred to exists
 * @param resolveEnvironment read the env files of services
 * @param profiles active profiles; {@code *} for all
 * @param services chosen services; empty for all
 * @param allResources keep networks, volumes and the like that no chosen service uses
 */
public record LoadOptions(
        boolean interpolate,
        boolean validate,
        boolean normalise,
        boolean resolvePaths,
        boolean checkConsistency,
        boolean resolveEnvironment,
        List<String> profiles,
        List<String> services,
        boolean allResources) {

    /** Everything done, for all services without a profile. */
    public static final LoadOptions DEFAULT =
            new LoadOptions(true, true, true, true, true, true, List.of(), List.of(), false);

    public LoadOptions withProfiles(List<String> others) {
        return new LoadOptions(
                interpolate,
                validate,
                normalise,
                resolvePaths,
                checkConsistency,
                resolveEnvironment,
                others,
                services,
                allResources);
    }

    public LoadOptions withServices(List<String> others) {
        return new LoadOptions(
                interpolate,
                validate,
                normalise,
                resolvePaths,
                checkConsistency,
                resolveEnvironment,
                profiles,
                others,
                allResources);
    }

    public LoadOptions withoutEnvironment() {
        return new LoadOptions(
                interpolate,
                validate,
                normalise,
                resolvePaths,
                checkConsistency,
                false,
                profiles,
                services,
                allResources);
    }

    /** Files of an include say their paths from their own folder, so these are always resolved. */
    LoadOptions withPaths() {
        return new LoadOptions(
                interpolate,
                validate,
                normalise,
                true,
                checkConsistency,
                resolveEnvironment,
                profiles,
                services,
                allResources);
    }

    public LoadOptions withAllResources(boolean all) {
        return new LoadOptions(
                interpolate,
                validate,
                normalise,
                resolvePaths,
                checkConsistency,
                resolveEnvironment,
                profiles,
                services,
                all);
    }

    /** Neither variables replaced nor anything checked: for who looks for the variables. */
    public LoadOptions uninterpreted() {
        return new LoadOptions(
                false, false, normalise, resolvePaths, checkConsistency, false, profiles, services, allResources);
    }
}
