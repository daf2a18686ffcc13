package dev.jcompose.engine.container;

import dev.jcompose.api.container.Security;
import dev.jcompose.api.error.EngineException;
import java.util.regex.Pattern;

/** The words of {@code security_opt}: one that means nothing would leave a container less confined than its author thinks. */
final class SecurityOptions {
    private static final Pattern KNOWN = Pattern.compile(
            "no-new-privileges([=:](true|false))?|(apparmor|seccomp|label)[=:].+|systempaths=unconfined",
            Pattern.DOTALL);

    private SecurityOptions() {}

    /** INVALID for a word that has no meaning. */
    static void check(Security security) {
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
