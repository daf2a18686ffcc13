package dev.jcompose.engine.image;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.Reference;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Docker's filters of images. An unknown one is refused. */
final class ImageFilter {
    private final Images images;
    private final Clock clock;

    ImageFilter(Images images, Clock clock) {
        this.images = images;
        this.clock = clock;
    }

    Predicate<Image> of(Map<String, List<String>> filters) {
        Predicate<Image> all = image -> true;
        for (var each : filters.entrySet()) {
            all = all.and(one(each.getKey(), each.getValue()));
        }
        return all;
    }

    private Predicate<Image> one(String key, List<String> values) {
        return switch (key) {
            case "dangling" -> dangling(values);
            case "label" -> image -> values.stream().allMatch(v -> hasLabel(image, v));
            case "label!" -> image -> values.stream().noneMatch(v -> hasLabel(image, v));
            case "reference" -> image -> values.stream().anyMatch(v -> isCalled(image, v));
            case "before" -> before(created(values.getFirst()));
            case "since" ->
                before(created(values.getFirst()))
                        .negate()
                        .and(i -> !i.config().created().equals(created(values.getFirst())));
            case "until" -> before(time(values.getFirst()));
            default -> throw EngineException.invalid("invalid filter '" + key + "'");
        };
    }

    private Predicate<Image> dangling(List<String> values) {
        boolean wanted = switch (values.isEmpty() ? "" : values.getFirst()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw EngineException.invalid("invalid filter 'dangling=" + values + "'");
        };
        return image -> images.names(image).stream().noneMatch(n -> n.tag().isPresent()) == wanted;
    }

    private static boolean hasLabel(Image image, String wanted) {
        var labels = image.config().config().labels();
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    /** Which names of an image are asked for: all, unless a filter is about names. */
    static Predicate<Reference> names(Map<String, List<String>> filters) {
        List<String> patterns = filters.getOrDefault("reference", List.of());
        return name -> patterns.isEmpty() || patterns.stream().anyMatch(pattern -> isCalled(name, pattern));
    }

    private boolean isCalled(Image image, String pattern) {
        return images.names(image).stream().anyMatch(name -> isCalled(name, pattern));
    }

    private static boolean isCalled(Reference name, String pattern) {
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return Stream.of(name.familiar(), name.familiarRepository(), name.toString(), name.repository())
                .anyMatch(text -> glob.matches(Path.of(text)));
    }

    private Instant created(String ref) {
        return images.resolve(ref).config().created();
    }

    private static Predicate<Image> before(Instant limit) {
        return image -> image.config().created().isBefore(limit);
    }

    /** RFC 3339, seconds since 1970, or a duration back from now, as {@code 24h}. */
    private Instant time(String text) {
        try {
            if (text.matches("\\d+(\\.\\d+)?")) {
                return Instant.ofEpochSecond(Long.parseLong(text.replaceAll("\\..*", "")));
            }
            if (text.matches("(\\d+h)?(\\d+m)?(\\d+s)?")) {
                return clock.instant().minus(Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT)));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw EngineException.invalid("invalid filter 'until=" + text + "'");
        }
    }
}
