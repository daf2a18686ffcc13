package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.scheduler.desired.ImageSource.Policy;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code pull_policy} of a service.
 *
 * @param refresh seconds; of {@link Policy#REFRESH} alone
 */
record PullPolicy(Policy policy, long refresh) {

    private static final Pattern PART = Pattern.compile("([0-9]{1,9})([wdhms])");
    private static final Map<String, Duration> UNITS = Map.of(
            "w", Duration.ofDays(7),
            "d", Duration.ofDays(1),
            "h", Duration.ofHours(1),
            "m", Duration.ofMinutes(1),
            "s", Duration.ofSeconds(1));

    /** @param where path of the service */
    static PullPolicy of(String where, Fields service) {
        String given = service.text("pull_policy");
        return switch (given) {
            case "" -> new PullPolicy(Policy.UNSAID, 0);
            case "missing", "if_not_present" -> new PullPolicy(Policy.MISSING, 0);
            case "always" -> new PullPolicy(Policy.ALWAYS, 0);
            case "never" -> new PullPolicy(Policy.NEVER, 0);
            case "build" -> new PullPolicy(Policy.BUILD, 0);
            case "daily" -> new PullPolicy(Policy.REFRESH, Duration.ofDays(1).toSeconds());
            case "weekly" -> new PullPolicy(Policy.REFRESH, Duration.ofDays(7).toSeconds());
            case "refresh" ->
                throw EngineException.invalid(
                        where
                                + ".pull_policy: refresh does not say after which time: write every_<duration>, like every_12h");
            default -> {
                if (!given.startsWith("every_")) {
                    throw new EngineException(
                            ErrorKind.INVALID,
                            where + ".pull_policy: " + given + " is none of always, never, missing, if_not_present,"
                                    + " build, daily, weekly and every_<duration>");
                }
                yield new PullPolicy(
                        Policy.REFRESH, seconds(where + ".pull_policy", given.substring("every_".length())));
            }
        };
    }

    /** Seconds of {@code 1w2d12h}. */
    private static long seconds(String where, String text) {
        Matcher part = PART.matcher(text);
        long sum = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum += Long.parseLong(part.group(1))
                    * UNITS.getOrDefault(part.group(2), Duration.ZERO).toSeconds();
            end = part.end();
        }
        if (end == 0 || end < text.length()) {
            throw EngineException.invalid(
                    where + ": \"" + text + "\" is no span of time: write it in w, d, h, m and s, like 1d12h");
        }
        return sum;
    }
}
