package dev.jcompose.engine.registry;

import java.net.URI;

/** One way to a registry. {@code path} is what comes before {@code /v2/}, usually empty. */
record Endpoint(String scheme, String authority, String path, boolean isMirror) {
    URI resolve(String pathAndQuery) {
        return URI.create(scheme + "://" + authority + path + pathAndQuery);
    }

    boolean isPlain() {
        return scheme.equals("http");
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + path;
    }
}
