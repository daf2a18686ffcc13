package dev.jcompose.engine.runtime;

import dev.jcompose.api.container.Security;
import dev.jcompose.api.error.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of {@code security_opt}; of two for the same the later counts, as with Docker.
 *
 * @param apparmor a profile's name, {@code unconfined}, or null for the usual
 * @param seccomp a profile, {@code unconfined}, or null for the usual
 * @param systemPaths whether what is masked or read-only of {@code /proc} and {@code /sys} is open
 */
public record SecurityOptions(
        boolean noNewPrivileges,
        @Nullable String apparmor,
        @Nullable String seccomp,
        boolean systemPaths) {
    static final String UNCONFINED = "unconfined";

    private static final Pattern KNOWN = Pattern.compile(
            "(no-new-privileges)(?:[=:](true|false))?|(apparmor|seccomp|label)[=:](.+)|systempaths=unconfined",
            Pattern.DOTALL);

    /** Words that mean nothing are passed over: containers of an earlier version may have them. */
    public static SecurityOptions of(Security security) {
        boolean noNewPrivileges = false;
        String apparmor = null;
        String seccomp = null;
        boolean systemPaths = false;
        for (String each : security.securityOpt()) {
            Matcher option = KNOWN.matcher(each);
            if (!option.matches()) {
                continue;
            }
            if (option.group(1) != null) {
                noNewPrivileges = !"false".equals(option.group(2));
            } else if (option.group(3) == null) {
                systemPaths = true;
            } else if (option.group(3).equals("apparmor")) {
                apparmor = option.group(4);
            } else if (option.group(3).equals("seccomp")) {
                seccomp = option.group(4).equals("builtin") ? null : option.group(4);
            }
        }
        return new SecurityOptions(noNewPrivileges, apparmor, seccomp, systemPaths);
    }

    /** INVALID for a word that means nothing: it would leave a container less confined than its author thinks. */
    public static void check(Security security) {
        for (String each : security.securityOpt()) {
            if (!KNOWN.matcher(each).matches()) {
                throw EngineException.invalid(
                                "invalid --security-opt: \"" + each
                                        + "\": it can be no-new-privileges, apparmor=PROFILE, seccomp=FILE, label=disable or systempaths=unconfined")
                        .about("security_opt", each);
            }
        }
    }
}
