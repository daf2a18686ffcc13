package dev.jcompose.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a call without what the docker command puts before them: as its plugin, {@code docker -H unix:///x compose ps}
 * arrives as {@code -H unix:///x compose ps}.
 */
record Caller(List<String> words, Map<String, String> env) {
    /** Set by the launcher to the name it was called by. */
    private static final String NAME = "JCOMPOSE_CALLED";
    /** The level of Compose whose command line this is ({@code SurfaceTest}); scripts ask for it before they go on. */
    private static final String COMPOSE_VERSION = "5.5.0";

    private static final Set<String> OF_DOCKERS_OUTPUT = Set.of("-D", "--debug");
    private static final Set<String> LEVELS = Set.of("-l", "--log-level");

    /** The version of Compose that the caller expects an answer from; empty where jcompose was called by its own name. */
    static String composeVersion(Map<String, String> env) {
        return "docker-compose".equals(env.get(NAME)) ? COMPOSE_VERSION : "";
    }

    /** Throws UsageException for an option of the docker command that has no meaning here. */
    static Caller of(List<String> args, Map<String, String> env) {
        int verb = args.indexOf("compose");
        if (composeVersion(env).isEmpty() || verb < 0) {
            return new Caller(args, env);
        }
        List<String> words = new ArrayList<>();
        Map<String, String> changed = new HashMap<>(env);
        for (int i = 0; i < verb; i++) {
            String[] option = args.get(i).split("=", 2);
            if (!option[0].startsWith("-")) {
                // Compose's own options stand before its verb: no plugin's call.
                return new Caller(args, env);
            }
            if (OF_DOCKERS_OUTPUT.contains(option[0])) {
                continue;
            }
            String value = option.length == 2 ? option[1] : args.get(++i);
            if (option[0].equals("-H") || option[0].equals("--host")) {
                words.addAll(List.of("--host", value));
            } else if (option[0].equals("--config")) {
                changed.put("DOCKER_CONFIG", value);
            } else if (!LEVELS.contains(option[0]) && !value.equals("default")) {
                throw new UsageException("docker's " + option[0]
                        + " has no meaning for jcompose: name the socket of its daemon by -H or JCOMPOSE_HOST");
            }
        }
        words.addAll(args.subList(verb + 1, args.size()));
        return new Caller(words, changed);
    }
}
