package dev.jcompose.api.container;

/** {@code name}: empty or {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure}. */
public record RestartPolicy(String name, int maximumRetryCount) {
    public static final RestartPolicy NO = new RestartPolicy("no", 0);
}
