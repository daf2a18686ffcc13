package dev.jcompose.api.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A login to a registry, as in the header {@code X-Registry-Auth} (base64url JSON); all empty: anonymous. */
public record AuthConfig(
        @JsonProperty("username") String username,
        @JsonProperty("password") String password,
        @JsonProperty("email") String email,
        @JsonProperty("serveraddress") String serverAddress,
        @JsonProperty("identitytoken") String identityToken,
        @JsonProperty("registrytoken") String registryToken) {
    /** The name under which Docker keeps the login of its Hub. */
    public static final String HUB = "https://index.docker.io/v1/";

    public static final AuthConfig ANONYMOUS = new AuthConfig("", "", "", "", "", "");

    /**
     * The login for a registry among those a client sent; anonymous where there is none.
     *
     * @param logins registry as {@code host[:port]}, or {@link #HUB} → login
     * @param domain of an image's name: {@code docker.io} for the Hub
     */
    public static AuthConfig of(Map<String, AuthConfig> logins, String domain) {
        return logins.getOrDefault(domain.equals("docker.io") ? HUB : domain, ANONYMOUS);
    }

    /** Without the secrets, so that a log may print it. */
    @Override
    public String toString() {
        return "AuthConfig[username=" + username + ", serverAddress=" + serverAddress + "]";
    }
}
