package dev.jcompose.engine.bootstrap;

import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Debian as an image name asks for it: {@code debian:bookworm}, {@code debian:12-slim}.
 *
 * @param slim without manuals, documentation and translations
 */
public record DebianRelease(String suite, boolean slim) {
    private static final String REPOSITORY = "docker.io/library/debian";
    private static final Pattern TAG = Pattern.compile("([a-z]+|\\d{2})(-slim)?");
    private static final Map<String, String> NUMBERS =
            Map.of("11", "bullseye", "12", "bookworm", "13", "trixie", "14", "forky", "latest", "stable");

    /** The release that {@code ref} names, empty where it is another image, a digest, or for another machine. */
    public static Optional<DebianRelease> of(Reference ref, Platform platform) {
        if (!ref.repository().equals(REPOSITORY) || ref.digest().isPresent() || !platform.equals(Platform.HOST)) {
            return Optional.empty();
        }
        Matcher tag = TAG.matcher(ref.tag().orElse("latest"));
        if (!tag.matches()) {
            return Optional.empty();
        }
        String suite = NUMBERS.getOrDefault(tag.group(1), tag.group(1));
        boolean unknown = suite.chars().allMatch(Character::isDigit);
        return unknown ? Optional.empty() : Optional.of(new DebianRelease(suite, tag.group(2) != null));
    }
}
