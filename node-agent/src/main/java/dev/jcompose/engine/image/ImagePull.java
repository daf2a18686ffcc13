package dev.jcompose.engine.image;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.image.Progress;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.bootstrap.DebianBootstrap;
import dev.jcompose.engine.bootstrap.DebianRelease;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ImageConfig;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.layer.Layers;
import dev.jcompose.engine.registry.Registry;
import dev.jcompose.engine.registry.RemoteImage;
import dev.jcompose.engine.registry.Unreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings an image from a registry: layers side by side, each unpacked as soon as it is here. Where no registry could be
 * connected to, and only then, Debian's own image is made from Debian's archive instead, and marked so.
 */
final class ImagePull {
    /** The label that tells a bootstrapped image from one of a registry. */
    static final String BOOTSTRAPPED = "dev.jcompose.bootstrapped-from";

    private static final int AT_ONCE = 3;
    private static final List<String> PATH = List.of("PATH=" + Command.DEFAULT_PATH);

    private final Registry registry;
    private final DebianBootstrap bootstrap;
    private final Admission admission;
    private final BlobStore blobs;
    private final Layers layers;
    private final ReentrantLock bootstrapping = new ReentrantLock();

    ImagePull(Registry registry, DebianBootstrap bootstrap, Admission admission, BlobStore blobs, Layers layers) {
        this.registry = registry;
        this.bootstrap = bootstrap;
        this.admission = admission;
        this.blobs = blobs;
        this.layers = layers;
    }

    Image pull(Reference ref, Platform platform, AuthConfig auth, ImageStore store, ProgressSink progress)
            throws IOException {
        RemoteImage remote;
        try {
            remote = registry.find(ref, platform, auth);
        } catch (Unreachable e) {
            return bootstrapped(ref, platform, e, store, progress);
        }
        progress.send(Progress.layer(
                ref.tag().orElseGet(() -> remote.digest().toString()), "Pulling from " + shownPath(ref)));
        var before = store.byId(remote.config().digest());
        byte[] config = blobs.read(remote.config().digest());
        fetchLayers(remote, Json.read(config, ImageConfig.class).rootfs().diffIds(), progress);
        Image image = admission.admit(config, remote.manifest(), remote.layers(), names(ref, remote.digest()));
        progress.status("Digest: " + remote.digest());
        progress.status("Status: " + (before.isPresent() ? "Image is up to date for " : "Downloaded newer image for ")
                + ref.familiar());
        return image;
    }

    private static String shownPath(Reference ref) {
        return ref.domain().equals(Reference.HUB) ? ref.path() : ref.repository();
    }

    private static List<Reference> names(Reference ref, Digest digest) {
        var names = new ArrayList<Reference>();
        names.add(new Reference(ref.domain(), ref.path(), java.util.Optional.empty(), java.util.Optional.of(digest)));
        if (ref.digest().isEmpty()) {
            names.add(ref);
        }
        return names;
    }

    private void fetchLayers(RemoteImage remote, List<Digest> diffIds, ProgressSink progress) throws IOException {
        var parts = remote.layers();
        if (parts.size() != diffIds.size()) {
            throw EngineException.invalid("the image's configuration names " + diffIds.size() + " layers, its manifest "
                    + parts.size() + ": the image is damaged");
        }
        var permits = new Semaphore(AT_ONCE);
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Void>>();
            for (int i = 0; i < parts.size(); i++) {
                Descriptor part = parts.get(i);
                Digest diffId = diffIds.get(i);
                Callable<Void> task = () -> {
                    permits.acquire();
                    try {
                        fetch(remote, part, diffId, progress);
                    } finally {
                        permits.release();
                    }
                    return null;
                };
                running.add(workers.submit(task));
            }
            try {
                for (var each : running) {
                    each.get();
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw rethrown(e);
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static IOException rethrown(ExecutionException failed) {
        return switch (failed.getCause()) {
            case null -> new IOException(failed);
            case EngineException e -> throw e;
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable other -> new IOException(other);
        };
    }

    private void fetch(RemoteImage remote, Descriptor part, Digest diffId, ProgressSink progress) throws IOException {
        String id = part.digest().shortened();
        if (blobs.has(part.digest()) && layers.has(diffId)) {
            progress.send(Progress.layer(id, "Already exists"));
            return;
        }
        progress.send(Progress.layer(id, "Pulling fs layer"));
        var told = new Told(part.size(), here -> progress.send(Progress.layer(id, "Downloading", here, part.size())));
        remote.fetch(part, told::at);
        progress.send(Progress.layer(id, "Download complete"));
        progress.send(Progress.layer(id, "Extracting", part.size(), part.size()));
        admission.unpack(diffId, part);
        progress.send(Progress.layer(id, "Pull complete"));
    }

    private Image bootstrapped(
            Reference ref, Platform platform, Unreachable cause, ImageStore store, ProgressSink progress)
            throws IOException {
        var release = DebianRelease.of(ref, platform);
        if (release.isEmpty()) {
            throw EngineException.unavailable(
                    "cannot pull " + ref.familiar() + ": " + cause.getMessage()
                            + ". Load the image from a file, name a mirror (registry-mirrors), or build it on debian:<suite>",
                    cause);
        }
        bootstrapping.lock();
        try {
            var made =
                    store.byName(ref).filter(i -> i.config().config().labels().containsKey(BOOTSTRAPPED));
            return made.isPresent() ? again(made.get(), ref, progress) : make(ref, release.get(), cause, progress);
        } finally {
            bootstrapping.unlock();
        }
    }

    private static Image again(Image made, Reference ref, ProgressSink progress) {
        progress.status("No registry can be reached: " + ref.familiar() + " stays the image bootstrapped from "
                + made.config().config().labels().get(BOOTSTRAPPED));
        return made;
    }

    private Image make(Reference ref, DebianRelease release, Unreachable cause, ProgressSink progress)
            throws IOException {
        String origin = bootstrap.origin(release);
        progress.status(String.valueOf(cause.getMessage()));
        progress.status("Bootstrapping " + ref.familiar() + " from Debian's archive instead: " + origin);
        Path archive = bootstrap.make(release, progress);
        try (var in = Files.newInputStream(archive)) {
            var config = ContainerConfig.EMPTY
                    .withCommand(new Command(null, List.of("bash"), PATH, "", "", List.of()))
                    .withLabels(Map.of(BOOTSTRAPPED, origin));
            var step = admission.step("mmdebstrap " + release.suite(), "bootstrapped from " + origin);
            Image image = admission.admit(
                    admission.layer(NewImage.scratch(Platform.HOST).withConfig(config), in, step), List.of(ref));
            progress.status("Status: Bootstrapped " + ref.familiar() + " from " + origin + " (not from a registry)");
            return image;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(archive);
        }
    }
}
