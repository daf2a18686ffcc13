package dev.jcompose.engine.content;

import dev.jcompose.api.error.EngineException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image with Docker's defaults filled in: {@code debian} is {@code docker.io/library/debian:latest}.
 *
 * @param domain host and port of the registry
 * @param path repository within it
 * @param tag absent where a digest alone was given
 */
public record Reference(String domain, String path, Optional<String> tag, Optional<Digest> digest) {
    public static final String HUB = "docker.io";

    private static final String OFFICIAL = "library/";
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[0-9a-fA-F:]+])"
                    + "(?::[0-9]+)?");
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern PATH = Pattern.compile(PART + "(?:/" + PART + ")*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** The reference that {@code text} means; the tag is {@code latest} where neither tag nor digest is given. */
    public static Reference parse(String text) {
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(Digest.parse(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(tag(rest.substring(colon + 1), text));
            rest = rest.substring(0, colon);
        }
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of("latest");
        }
        return repository(rest, text, tag, digest);
    }

    private static Reference repository(String name, String text, Optional<String> tag, Optional<Digest> digest) {
        int slash = name.indexOf('/');
        String head = slash < 0 ? "" : name.substring(0, slash);
        boolean hasDomain = head.equals("localhost")
                || head.indexOf('.') >= 0
                || head.indexOf(':') >= 0
                || !head.toLowerCase(java.util.Locale.ROOT).equals(head);
        String domain = hasDomain ? head : HUB;
        String path = hasDomain ? name.substring(slash + 1) : name;
        if (domain.equals("index.docker.io")) {
            domain = HUB;
        }
        if (domain.equals(HUB) && path.indexOf('/') < 0) {
            path = OFFICIAL + path;
        }
        if (!DOMAIN.matcher(domain).matches() || !PATH.matcher(path).matches() || path.length() > 255) {
            throw EngineException.invalid("invalid reference format: \"" + text + "\""
                    + (PATH.matcher(path.toLowerCase(java.util.Locale.ROOT)).matches()
                            ? ": repository name must be lowercase"
                            : ""));
        }
        return new Reference(domain, path, tag, digest);
    }

    private static String tag(String tag, String text) {
        if (!TAG.matcher(tag).matches()) {
            throw EngineException.invalid("invalid reference format: \"" + text + "\" has the tag \"" + tag + "\"");
        }
        return tag;
    }

    public Reference withTag(String other) {
        return new Reference(domain, path, Optional.of(tag(other, repository() + ":" + other)), Optional.empty());
    }

    public Reference withDigest(Digest other) {
        return new Reference(domain, path, tag, Optional.of(other));
    }

    public Reference withoutDigest() {
        return new Reference(domain, path, tag.or(() -> Optional.of("latest")), Optional.empty());
    }

    /** Domain and path, in full. */
    public String repository() {
        return domain + "/" + path;
    }

    /** The repository as users write it: without the defaults. */
    public String familiarRepository() {
        if (!domain.equals(HUB)) {
            return repository();
        }
        return path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0
                ? path.substring(OFFICIAL.length())
                : path;
    }

    public String familiar() {
        return familiarRepository() + suffix();
    }

    /** In full; the key of the image store. */
    @Override
    public String toString() {
        return repository() + suffix();
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }
}
