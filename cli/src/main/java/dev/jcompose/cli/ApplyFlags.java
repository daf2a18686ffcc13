package dev.jcompose.cli;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The flags that say how a stack is applied; {@code up}, {@code create}, {@code run} and {@code plan} have them in common. */
public final class ApplyFlags {
    private ApplyFlags() {}

    public static void declare(Options options) {
        options.flag("--build", "Build images before starting containers")
                .flag("--force-recreate", "Recreate containers even if their configuration and image haven't changed")
                .flag("--no-build", "Don't build an image, even if it's missing")
                .flag("--no-recreate", "If containers already exist, don't recreate them")
                .text("--pull", "string", "Pull image before running (\"always\"|\"missing\"|\"never\"|\"build\")")
                .takes("always", "missing", "never", "build")
                .flag("--quiet-pull", "Pull without printing progress information")
                .flag("--remove-orphans", "Remove containers for services not defined in the Compose file")
                .list(
                        "--scale",
                        "stringArray",
                        "Scale SERVICE to NUM instances. Overrides the scale setting in the file")
                .takes(new Values.Services("="))
                .flag("-y,--yes,--y", "Assume \"yes\" as answer to all prompts and run non-interactively");
    }

    /** @throws UsageException where flags, or a flag and a variable, exclude each other */
    public static ApplyOptions of(Arguments given, Invocation at) {
        given.apart("--force-recreate", "--no-recreate");
        given.apart("--build", "--no-build");
        given.apart("--always-recreate-deps", "--no-recreate");
        given.apart("--no-recreate", "--renew-anon-volumes");
        boolean ignoreOrphans = ignoreOrphans(at);
        boolean removeOrphans = removeOrphans(given, at);
        if (ignoreOrphans && removeOrphans) {
            throw new UsageException("COMPOSE_IGNORE_ORPHANS and --remove-orphans (or COMPOSE_REMOVE_ORPHANS) exclude"
                    + " each other: unset one of them");
        }
        String pull = given.text("--pull", "");
        if (!List.of("", "always", "missing", "never", "build", "policy").contains(pull)) {
            throw new UsageException(
                    "invalid --pull option \"" + pull + "\": it takes always, missing, never or build");
        }
        return new ApplyOptions(
                given.flag("--build"),
                given.flag("--no-build"),
                pull.equals("policy") ? "" : pull,
                given.flag("--force-recreate"),
                given.flag("--always-recreate-deps"),
                given.flag("--no-recreate"),
                given.flag("--no-deps"),
                given.flag("--no-start"),
                removeOrphans,
                ignoreOrphans,
                given.flag("--renew-anon-volumes"),
                scale(given.list("--scale")),
                given.flag("--wait"),
                seconds(given, "--wait-timeout"),
                seconds(given, "--timeout"),
                given.flag("--yes"),
                List.of());
    }

    /** By the flag; where it is not given, by COMPOSE_REMOVE_ORPHANS. */
    public static boolean removeOrphans(Arguments given, Invocation at) {
        String flag = "--remove-orphans";
        return given.has(flag) || given.isOff(flag)
                ? given.flag(flag)
                : Variables.isOn(at.env(), "COMPOSE_REMOVE_ORPHANS");
    }

    /** Whether nobody is to be told of orphans. */
    public static boolean ignoreOrphans(Invocation at) {
        return Variables.isOn(at.env(), "COMPOSE_IGNORE_ORPHANS");
    }

    /**
     * For images alone.
     *
     * @param pull a policy in place of each service's own, or empty
     * @param dependencies those of the services that they depend on too
     */
    public static ApplyOptions images(String pull, boolean dependencies) {
        return new ApplyOptions(
                true,
                false,
                pull,
                false,
                false,
                false,
                !dependencies,
                false,
                false,
                false,
                false,
                Map.of(),
                false,
                null,
                null,
                false,
                List.of());
    }

    /** The actions of which --quiet-pull and --quiet-build want no more than beginning and end. */
    public static Set<String> quiet(Arguments given) {
        return Stream.of("pull", "build")
                .filter(action -> given.flag("--quiet-" + action))
                .collect(Collectors.toSet());
    }

    /** The same without starting anything. */
    public static ApplyOptions created(ApplyOptions options) {
        return with(options, true, options.assumeYes(), options.disabled());
    }

    /** The same with every question answered by yes. */
    static ApplyOptions agreed(ApplyOptions options) {
        return with(options, options.noStart(), true, options.disabled());
    }

    /** The same for a project of which no profile enables these services. */
    static ApplyOptions without(List<String> disabled, ApplyOptions options) {
        return with(options, options.noStart(), options.assumeYes(), disabled);
    }

    private static ApplyOptions with(ApplyOptions o, boolean noStart, boolean assumeYes, List<String> disabled) {
        return new ApplyOptions(
                o.build(),
                o.noBuild(),
                o.pull(),
                o.forceRecreate(),
                o.alwaysRecreateDeps(),
                o.noRecreate(),
                o.noDeps(),
                noStart,
                o.removeOrphans(),
                o.ignoreOrphans(),
                o.renewAnonVolumes(),
                o.scale(),
                o.untilReady() && !noStart,
                o.waitTimeout(),
                o.timeout(),
                assumeYes,
                disabled);
    }

    /** {@code ["web=3"]} → {@code {web: 3}}. */
    public static Map<String, Integer> scale(List<String> words) {
        Map<String, Integer> scale = new LinkedHashMap<>();
        for (String word : words) {
            int at = word.indexOf('=');
            try {
                int replicas = Integer.parseInt(word.substring(at + 1));
                if (at < 1 || replicas < 0) {
                    throw new NumberFormatException();
                }
                scale.put(word.substring(0, at), replicas);
            } catch (NumberFormatException e) {
                throw new EngineException(
                        dev.jcompose.api.error.ErrorKind.INVALID,
                        "invalid scale specifier \"" + word + "\": write SERVICE=NUMBER",
                        e);
            }
        }
        return scale;
    }

    /** Whole seconds; null where not given. */
    public static @Nullable Integer seconds(Arguments given, String option) {
        return given.has(option) ? given.number(option, 0) : null;
    }
}
