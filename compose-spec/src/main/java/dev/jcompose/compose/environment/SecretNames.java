package dev.jcompose.compose.environment;

import java.util.regex.Pattern;

/** What the names of variables, labels and options tell of their values. */
public final class SecretNames {
    private static final Pattern SECRET = Pattern.compile("(?i)app[._-]key|.*(?:password|passwd|passphrase"
            + "|requirepass|masterauth|secret|token|credential"
            + "|(?:api|access|private|encryption|auth|secret|signing|master|session|jwt|nonce|logged[._-]in)[._-]?key"
            + "|secret[._-]?key[._-]?base|[._-](?:pass|pwd|pw|salt))s?(?:[._-]?[0-9]+)?");

    private SecretNames() {}

    /** Whether what has this name is likely to be a secret, and not the name of a file or the length of one. */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }
}
