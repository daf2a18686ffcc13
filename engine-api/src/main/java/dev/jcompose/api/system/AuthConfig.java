package dev.jcompose.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A login to a registry, as in the header {@code X-Registry-Auth} (base64url JSON); all empty: anonymous. */
public record AuthConfig(
        @JsonProperty("username") String username,
        @JsonProperty("password") String password,
        @JsonProperty("email") String email,
        @JsonProperty("serveraddress") String serverAddress,
        @JsonProperty("identitytoken") String identityToken,
        @JsonProperty("registrytoken") String registryToken) {
    public static final AuthConfig ANONYMOUS = new AuthConfig("", "", "", "", "", "");

    /** Without the secrets, so that a log may print it. */
    @Override
    public String toString() {
        return "AuthConfig[username=" + username + ", serverAddress=" + serverAddress + "]";
    }
}
