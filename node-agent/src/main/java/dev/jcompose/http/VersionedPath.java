package dev.jcompose.http;

/** A path whose leading {@code /v1.45}, if any, was taken off. */
record VersionedPath(ApiVersion version, String path) {

    static VersionedPath of(String path) {
        int end = path.indexOf('/', 1);
        if (end > 2 && path.startsWith("/v") && Character.isDigit(path.charAt(2))) {
            return new VersionedPath(ApiVersion.parse(path.substring(2, end)), path.substring(end));
        }
        return new VersionedPath(ApiVersion.MAX, path);
    }
}
