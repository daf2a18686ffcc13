package dev.jcompose.compose.load;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code seccomp=} or {@code seccomp:} of a service's {@code security_opt} names. */
public final class SeccompOption {
    private static final Pattern FORM = Pattern.compile("seccomp[=:](.+)", Pattern.DOTALL);
    private static final Set<String> WITHOUT_FILE = Set.of("unconfined", "builtin");

    private SeccompOption() {}

    /** The file with the profile, as it is written; null where the option names none. */
    public static @Nullable String file(String option) {
        Matcher named = FORM.matcher(option);
        return named.matches() && !WITHOUT_FILE.contains(named.group(1)) ? named.group(1) : null;
    }
}
