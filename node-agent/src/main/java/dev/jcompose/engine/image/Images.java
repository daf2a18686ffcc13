package dev.jcompose.engine.image;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.image.HistoryEntry;
import dev.jcompose.api.image.ImageDeleted;
import dev.jcompose.api.image.ImageInspect;
import dev.jcompose.api.image.ImageSummary;
import dev.jcompose.api.image.ImagesPruned;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.bootstrap.DebianBootstrap;
import dev.jcompose.engine.content.BlobStore;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.layer.Layers;
import dev.jcompose.engine.registry.Described;
import dev.jcompose.engine.registry.Registry;
import dev.jcompose.engine.registry.RegistrySettings;
import dev.jcompose.engine.registry.Unreachable;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The images of a data root. An image is listed only when configuration, blobs and unpacked layers are durable, so whatever
 * {@link #resolve} gives can be run at once. Any thread may call.
 */
public final class Images {
    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{1,64}");

    private final BlobStore blobs;
    private final Layers layers;
    private final ImageStore store;
    private final Collector collector;
    private final Admission admission;
    private final RegistrySettings registries;
    private final Registry registry;
    private final ImagePull pull;
    private final Clock clock;
    private volatile ImageUsers users = ImageUsers.NOBODY;

    /** @param dataRoot holds {@code content}, {@code layers} and {@code bootstrap}, made where missing */
    public Images(Path dataRoot, StateStore state, RegistrySettings registries, Clock clock) throws IOException {
        this.registries = registries;
        this.clock = clock;
        this.blobs = new BlobStore(dataRoot.resolve("content"));
        this.layers = new Layers(dataRoot.resolve("layers"));
        blobs.sweep();
        this.store = new ImageStore(state, blobs);
        this.collector = new Collector(store, blobs, layers);
        this.admission = new Admission(store, blobs, layers, clock);
        this.registry = new Registry(registries, blobs);
        var bootstrap = new DebianBootstrap(dataRoot.resolve("bootstrap").toAbsolutePath());
        this.pull = new ImagePull(registry, bootstrap, admission, blobs, layers);
    }

    /** Says who uses images; asked before one is removed. Called once, by whoever wires the daemon. */
    public void usedBy(ImageUsers containers) {
        this.users = containers;
    }

    public RegistrySettings registries() {
        return registries;
    }

    public BlobStore blobs() {
        return blobs;
    }

    public Layers layers() {
        return layers;
    }

    /** Blobs beside those of images that must not be collected: those of the build cache. Called once. */
    public void alsoKeeps(Supplier<Set<Digest>> blobsNeeded) {
        collector.alsoKeeps(blobsNeeded);
    }

    /** Keeps what arrives meanwhile from being collected before an image names it; close it when the image is recorded. */
    public Collector.Lease lease() {
        return collector.lease();
    }

    /**
     * The image that {@code ref} means: a name with Docker's defaults, an id with or without {@code sha256:}, or the first
     * digits of one. Throws NOT_FOUND, or INVALID where the digits are those of several images.
     */
    public Image resolve(String ref) {
        return find(ref).orElseThrow(() -> EngineException.notFound("No such image: " + shown(ref)));
    }

    private static String shown(String ref) {
        return ref.startsWith("sha256:") || ref.indexOf('@') >= 0 || ref.lastIndexOf(':') > ref.lastIndexOf('/')
                ? ref
                : ref + ":latest";
    }

    public Optional<Image> find(String ref) {
        if (ref.startsWith("sha256:")) {
            return byPrefix(ref.substring("sha256:".length()), ref);
        }
        boolean digits = ID_PREFIX.matcher(ref).matches();
        if (digits && ref.length() == 64) {
            return byPrefix(ref, ref);
        }
        var named = Reference.parse(ref);
        var found = named.digest().isPresent() ? byDigest(named) : store.byName(named);
        return found.isPresent() || !digits ? found : byPrefix(ref, ref);
    }

    private Optional<Image> byPrefix(String hex, String ref) {
        var found = ID_PREFIX.matcher(hex).matches() ? store.byPrefix(hex) : List.<Image>of();
        if (found.size() > 1) {
            throw EngineException.invalid(
                    "\"" + ref + "\" is the beginning of " + found.size() + " image ids: give more digits");
        }
        return found.stream().findFirst();
    }

    private Optional<Image> byDigest(Reference ref) {
        var exact = new Reference(ref.domain(), ref.path(), Optional.empty(), ref.digest());
        return store.byName(exact);
    }

    /** The names of the image, sorted: with tags, and with the digests under which registries know it. */
    public List<Reference> names(Image image) {
        return store.namesOf(image.id());
    }

    /** Images with a tag in the repository, and those tags; empty where {@code repository} has a tag itself, or is none. */
    public Map<Image, List<Reference>> tagged(String repository) {
        var found = new LinkedHashMap<Image, List<Reference>>();
        for (Image image : all()) {
            var tags = names(image).stream()
                    .filter(n -> n.tag().isPresent())
                    .filter(n -> n.familiarRepository().equals(repository)
                            || n.repository().equals(repository))
                    .toList();
            if (!tags.isEmpty()) {
                found.put(image, tags);
            }
        }
        return found;
    }

    public List<Image> all() {
        return store.all();
    }

    public void tag(String source, Reference name) {
        if (name.digest().isPresent()) {
            throw EngineException.invalid("a tag cannot have a digest: " + name.familiar());
        }
        if (name.familiarRepository().equals("sha256")) {
            throw EngineException.invalid("refusing to create an ambiguous tag using digest algorithm as name");
        }
        store.tag(resolve(source).id(), name, clock.instant());
    }

    /** Records an image whose parts are in the stores already. */
    public Image admit(NewImage image, List<Reference> names) throws IOException {
        return admission.admit(image, names);
    }

    /**
     * Brings the image from its registry, or a newer one of the name. Where no registry can be connected to, {@code debian} is
     * bootstrapped from its archive and labelled {@code dev.jcompose.bootstrapped-from}; any other image is UNAVAILABLE.
     */
    public Image pull(Reference ref, Platform platform, AuthConfig auth, ProgressSink progress) throws IOException {
        try (var _ = collector.lease()) {
            return pull.pull(ref, platform, auth, store, progress);
        }
    }

    /** Sends the image called {@code ref} to the registry of that name and gives the digest it has there. */
    public Digest push(Reference ref, AuthConfig auth, ProgressSink progress) throws IOException {
        try (var _ = collector.lease()) {
            Image image = resolve(ref.toString());
            return new ImagePush(registry, admission, store).push(image, ref, auth, progress);
        } catch (Unreachable e) {
            throw EngineException.unavailable("cannot push " + ref.familiar() + ": " + e.getMessage(), e);
        }
    }

    /** What a registry has under the name; nothing is kept of it. */
    public Described describe(String ref, AuthConfig auth) throws IOException {
        try (var _ = collector.lease()) {
            return registry.describe(Reference.parse(ref), auth);
        } catch (Unreachable e) {
            throw EngineException.unavailable("cannot ask for " + ref + ": " + e.getMessage(), e);
        }
    }

    /** Checks a login; throws UNAUTHORIZED where the registry refuses it. */
    public void login(AuthConfig auth) throws IOException {
        try {
            registry.login(auth);
        } catch (Unreachable e) {
            throw EngineException.unavailable("cannot log in: " + e.getMessage(), e);
        }
    }

    /** Loads every image of an archive in Docker's or OCI's layout, packed or not. */
    public List<Image> load(InputStream archive, ProgressSink progress) throws IOException {
        try (var _ = collector.lease()) {
            return new ImageLoad(admission, blobs).load(archive, progress);
        }
    }

    /** NOT_FOUND where {@link #save} would have nothing to write under {@code ref}. */
    public void requireSavable(String ref) {
        new ImageSave(this, blobs).require(ref);
    }

    /** Writes the images as an archive that both {@code docker load} and tools for OCI layouts read. */
    public void save(List<String> refs, OutputStream out) throws IOException {
        try (var _ = collector.lease()) {
            new ImageSave(this, blobs).save(refs, out);
        }
    }

    /** Makes an image of one layer out of an archive of a root file system. */
    public Image importTar(
            InputStream archive, Optional<Reference> name, Platform platform, ContainerConfig config, String message)
            throws IOException {
        try (var _ = collector.lease()) {
            var step = admission.step("", message.isEmpty() ? "Imported from -" : message);
            var base = NewImage.scratch(platform).withConfig(config);
            return admission.admit(
                    admission.layer(base, archive, step), name.stream().toList());
        }
    }

    /** What writes the archive of a layer. */
    @FunctionalInterface
    public interface LayerSource {
        void writeTo(OutputStream tar) throws IOException;
    }

    /** {@code parent} with one layer more, from a container's changes. */
    public Image commit(
            Image parent,
            ContainerConfig config,
            LayerSource diff,
            String author,
            String comment,
            Optional<Reference> name)
            throws IOException {
        try (var _ = collector.lease()) {
            var cmd = config.command().cmd();
            var step = admission.step(cmd == null ? "" : String.join(" ", cmd), comment);
            var base = NewImage.on(parent).withConfig(config).withAuthor(author);
            return admission.admit(
                    admission.layerOf(base, diff, step), name.stream().toList());
        }
    }

    /** Takes the name away and, with the last one, the image. See {@link ImageRemoval}. */
    public List<ImageDeleted> remove(String ref, boolean force) throws IOException {
        var removed = new ImageRemoval(this, store, users).remove(ref, force);
        collector.collect();
        return removed;
    }

    /** Removes images without a name, or with {@code all} every one that no container uses. */
    public ImagesPruned prune(boolean all, Map<String, List<String>> filters) throws IOException {
        var removed = new ImagePrune(this, store, users, clock).prune(all, filters);
        return new ImagesPruned(removed, collector.collect());
    }

    /** Frees what no image and no snapshot needs; tells how many bytes of blobs that were. */
    public long collect() throws IOException {
        return collector.collect();
    }

    public List<ImageSummary> list(boolean all, Map<String, List<String>> filters) {
        return new ImageListing(this, clock).list(filters);
    }

    public ImageInspect inspect(String ref) {
        return new ImageListing(this, clock).inspect(resolve(ref));
    }

    public List<HistoryEntry> history(String ref) {
        return new ImageListing(this, clock).history(resolve(ref));
    }
}
