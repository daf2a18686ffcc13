package dev.jcompose.http;

import dev.jcompose.api.error.EngineException;

/** A version of the Docker API that a client speaks, as its path says. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    public static final ApiVersion MAX = new ApiVersion(1, 51);
    public static final ApiVersion MIN = new ApiVersion(1, 24);

    /** {@code 1.45}. Throws INVALID where we do not speak it, in the words that Docker's clients know. */
    static ApiVersion parse(String text) {
        int dot = text.indexOf('.');
        ApiVersion version;
        try {
            version = new ApiVersion(
                    Integer.parseInt(text, 0, dot, 10), Integer.parseInt(text, dot + 1, text.length(), 10));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw EngineException.invalid("\"" + text + "\" is no version of the API");
        }
        if (version.compareTo(MAX) > 0) {
            throw EngineException.invalid(
                    "client version " + text + " is too new. Maximum supported API version is " + MAX);
        }
        if (version.compareTo(MIN) < 0) {
            throw EngineException.invalid("client version " + text + " is too old. Minimum supported API version is "
                    + MIN + ", please upgrade your client to a newer version");
        }
        return version;
    }

    public boolean atLeast(int otherMinor) {
        return minor >= otherMinor;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
