package dev.jcompose.engine.image;

import dev.jcompose.api.container.GraphDriver;
import dev.jcompose.api.image.HistoryEntry;
import dev.jcompose.api.image.ImageInspect;
import dev.jcompose.api.image.ImageSummary;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ImageConfig.History;
import dev.jcompose.engine.content.Reference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Images as the API shows them. */
final class ImageListing {
    private final Images images;
    private final Clock clock;

    ImageListing(Images images, Clock clock) {
        this.images = images;
        this.clock = clock;
    }

    List<ImageSummary> list(Map<String, List<String>> filters) {
        return images.all().stream()
                .filter(new ImageFilter(images, clock).of(filters))
                .sorted(Comparator.comparing((Image i) -> i.config().created()).reversed())
                .map(image -> summary(image, ImageFilter.names(filters)))
                .toList();
    }

    private ImageSummary summary(Image image, Predicate<Reference> shown) {
        var names = images.names(image).stream().filter(shown).toList();
        return new ImageSummary(
                image.id().toString(),
                "",
                tags(names),
                digests(names),
                image.config().created().getEpochSecond(),
                image.size(),
                -1,
                image.config().config().labels(),
                -1);
    }

    private static List<String> tags(List<Reference> names) {
        return names.stream()
                .filter(n -> n.tag().isPresent())
                .map(Reference::familiar)
                .toList();
    }

    private static List<String> digests(List<Reference> names) {
        return names.stream()
                .filter(n -> n.digest().isPresent())
                .map(Reference::familiar)
                .toList();
    }

    ImageInspect inspect(Image image) {
        var names = images.names(image);
        var config = image.config();
        var history = config.history();
        return new ImageInspect(
                image.id().toString(),
                tags(names),
                digests(names),
                "",
                history.isEmpty() ? "" : history.getLast().comment(),
                config.created(),
                "",
                config.author(),
                config.config(),
                new ImageInspect.Platform(config.architecture(), config.variant(), config.os(), ""),
                image.size(),
                new GraphDriver("overlay2", drivers(image)),
                new ImageInspect.RootFs(
                        config.rootfs().type(),
                        config.rootfs().diffIds().stream().map(Digest::toString).toList()),
                new ImageInspect.Metadata(image.taggedAt()));
    }

    private Map<String, String> drivers(Image image) {
        var paths = image.diffIds().reversed().stream()
                .map(d -> images.layers().path(d).toString())
                .collect(Collectors.joining(":"));
        return paths.isEmpty() ? Map.of() : Map.of("LowerDir", paths);
    }

    /** The newest step first; steps below the last have no image of their own here, so no id. */
    List<HistoryEntry> history(Image image) {
        var entries = new ArrayList<HistoryEntry>();
        var tags = tags(images.names(image));
        int layer = 0;
        for (History step : image.config().history()) {
            long size = 0;
            if (!step.emptyLayer() && layer < image.layers().size()) {
                size = image.layers().get(layer++).size();
            }
            boolean last = entries.size() == image.config().history().size() - 1;
            entries.add(new HistoryEntry(
                    last ? image.id().toString() : "<missing>",
                    step.created().getEpochSecond(),
                    step.createdBy(),
                    last && !tags.isEmpty() ? tags : null,
                    size,
                    step.comment()));
        }
        return entries.reversed();
    }
}
