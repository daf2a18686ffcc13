package dev.jcompose.http.route;

import dev.jcompose.api.container.ContainerSummary;
import dev.jcompose.api.image.ImageSummary;
import dev.jcompose.api.system.DiskUsage;
import dev.jcompose.api.volume.Volume;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.http.Request;
import dev.jcompose.http.Response;
import dev.jcompose.http.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /system/df}. */
public final class DiskRoutes {
    private final Images images;
    private final Containers containers;
    private final Volumes volumes;

    public DiskRoutes(Images images, Containers containers, Volumes volumes) {
        this.images = images;
        this.containers = containers;
        this.volumes = volumes;
    }

    public void addTo(Router router) {
        router.get("/system/df", this::usage);
    }

    private void usage(Request request, Response response) {
        Set<String> asked = Set.copyOf(request.query().all("type"));
        response.json(new DiskUsage(
                wanted(asked, "image") ? layers() : 0,
                wanted(asked, "image") ? images() : List.of(),
                wanted(asked, "container") ? containers.list(true, 0, true, Map.of()) : List.of(),
                wanted(asked, "volume")
                        ? volumes.list().stream().map(this::measured).toList()
                        : List.of(),
                List.of()));
    }

    private static boolean wanted(Set<String> asked, String type) {
        return asked.isEmpty() || asked.contains(type);
    }

    /** With how many containers use each, and the bytes of its layers that other images have too. */
    private List<ImageSummary> images() {
        Map<String, Long> containersOf = containers.list(true, 0, false, Map.of()).stream()
                .collect(Collectors.groupingBy(ContainerSummary::imageId, Collectors.counting()));
        Map<Digest, Long> imagesOf = images.all().stream()
                .flatMap(image ->
                        image.layers().stream().map(Image.Layer::diffId).distinct())
                .collect(Collectors.groupingBy(layer -> layer, Collectors.counting()));
        Map<String, Long> shared = images.all().stream()
                .collect(Collectors.toMap(
                        image -> image.id().toString(),
                        image -> image.layers().stream()
                                .filter(layer -> imagesOf.getOrDefault(layer.diffId(), 0L) > 1)
                                .mapToLong(Image.Layer::size)
                                .sum()));
        return images.list(true, Map.of()).stream()
                .map(image ->
                        image.used(shared.getOrDefault(image.id(), 0L), containersOf.getOrDefault(image.id(), 0L)))
                .toList();
    }

    /** Bytes of all layers, those that several images share counted once. */
    private long layers() {
        Map<Digest, Long> sizes = new HashMap<>();
        for (Image image : images.all()) {
            image.layers().forEach(layer -> sizes.put(layer.diffId(), layer.size()));
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private Volume measured(Volume volume) {
        var usage = new Volume.Usage(
                volumes.size(volume.name()), volumes.users(volume.name()).size());
        return new Volume(
                volume.createdAt(),
                volume.driver(),
                volume.labels(),
                volume.mountpoint(),
                volume.name(),
                volume.options(),
                volume.scope(),
                usage);
    }
}
