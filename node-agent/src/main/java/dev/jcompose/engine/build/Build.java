package dev.jcompose.engine.build;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.image.Image;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.image.NewImage;
import dev.jcompose.engine.runtime.Limits;
import dev.jcompose.engine.snapshot.Snapshots;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One build, from the parsed Dockerfile to the image. Used by one thread. */
final class Build implements AutoCloseable {
    private final BuildRequest request;
    private final BuildContext context;
    private final NamedContexts named;
    private final Images images;
    private final Snapshots snapshots;
    private final Step step;
    private final Step uncached;
    private final RunStep runStep;
    private final Path caches;
    private final Path scratch;
    private final Path downloads;
    private final Stages stages;
    private final char escape;
    private final Platform platform;
    private final BuildArgs args;
    private final BuildOutput output;
    private final List<Stages.Stage> needed;
    private final Map<Integer, StageState> finished = new HashMap<>();
    private final Map<String, Dir> roots = new HashMap<>();
    private final List<String> mounted = new ArrayList<>();

    Build(
            Builds builds,
            BuildRequest request,
            BuildFiles files,
            Path scratch,
            dev.jcompose.engine.content.ProgressSink sink)
            throws IOException {
        this.request = request;
        this.context = files.first();
        this.named = new NamedContexts(request, files);
        this.images = builds.images();
        this.snapshots = builds.snapshots();
        this.step = builds.step(!request.options().noCache());
        this.uncached = builds.step(false);
        this.runStep = builds.runStep();
        this.caches = builds.caches();
        this.scratch = scratch;
        this.downloads = builds.contexts();
        String text = context.dockerfile(request.dockerfile().isEmpty() ? "Dockerfile" : request.dockerfile());
        this.escape = DockerfileReader.read(text).escape();
        this.stages = Stages.of(InstructionParser.parse(text)).replacing(named::find);
        this.platform = Platform.parse(request.platform());
        this.args = new BuildArgs(request.buildArgs(), platform);
        stages.globals().forEach(g -> args.declareGlobal(g, escape));
        this.needed = stages.needed(stages.target(request.target()), this::base);
        int steps = needed.stream().mapToInt(s -> s.steps().size() + 1).sum();
        this.output = new BuildOutput(sink, request.options().quiet(), steps);
    }

    private String base(Stages.Stage stage) {
        String image = Expansion.word(stage.from().image(), escape, args.variablesOfFrom());
        if (image.isEmpty()) {
            throw stage.from().line().fault("base name (" + stage.from().image() + ") should not be blank");
        }
        return image;
    }

    Digest run() throws IOException {
        Limits.check(request.limits());
        try {
            return runAll();
        } catch (EngineException | IOException e) {
            output.failed();
            throw e;
        }
    }

    private Digest runAll() throws IOException {
        for (Stages.Stage stage : needed) {
            output.step(stage.from().line().original());
            StageState state = begin(stage);
            output.done(state.key);
            finished.put(stage.index(), new StageRun(this, stage, state).run());
        }
        StageState last = finished.get(needed.getLast().index());
        if (last == null) {
            throw new IllegalStateException("the target stage was not built");
        }
        if (!args.unused().isEmpty()) {
            output.say("[Warning] One or more build-args " + args.unused() + " were not consumed\n");
        }
        var result = last.image.withConfig(ImageSettings.withMoreLabels(last.config(), request.labels()));
        var names = request.tags().stream().map(Reference::parse).toList();
        Image image = images.admit(result, names);
        output.built(image.id(), names.stream().map(Reference::familiar).toList());
        return image.id();
    }

    private StageState begin(Stages.Stage stage) throws IOException {
        try {
            return begin(stage, base(stage));
        } catch (EngineException e) {
            throw stage.from().line().failed(e);
        }
    }

    private StageState begin(Stages.Stage stage, String name) throws IOException {
        var earlier = stages.before(stage.index(), name);
        if (earlier.isPresent()) {
            StageState state = finished(earlier.get());
            return new StageState(state.image, state.key, escape);
        }
        String own = Expansion.word(stage.from().platform(), escape, args.variablesOfFrom());
        Platform wanted = own.isEmpty() ? platform : Platform.parse(own);
        var instead = named.find(name);
        if (instead.isPresent()) {
            return switch (instead.get()) {
                case NamedContexts.Context.Image other -> onImage(other.ref(), wanted);
                case NamedContexts.Context.Files files -> onFiles(stage, files.files(), wanted);
            };
        }
        if (name.equals("scratch")) {
            return onNothing(wanted);
        }
        return onImage(name, wanted);
    }

    /** As BuildKit begins: its working folder is said, where other ways to make an image leave it open. */
    private StageState onNothing(Platform wanted) {
        NewImage nothing = NewImage.scratch(wanted);
        var config = nothing.config().config();
        return new StageState(
                nothing.withConfig(config.withCommand(config.command().withWorkingDir("/"))),
                Digest.of((wanted + " in /").getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                escape);
    }

    private StageState onImage(String ref, Platform wanted) throws IOException {
        Image image = image(ref, wanted);
        return new StageState(NewImage.on(image), image.id(), escape);
    }

    /** An image of nothing but the files of a context. */
    private StageState onFiles(Stages.Stage stage, BuildContext files, Platform wanted) throws IOException {
        StageState state = onNothing(wanted);
        new CopyDispatch(this, stage, state).whole(files.source());
        return state;
    }

    private StageState finished(Stages.Stage stage) {
        StageState state = finished.get(stage.index());
        if (state == null) {
            throw stage.from().line().fault("stage " + stage.index() + " is needed before it is built");
        }
        return state;
    }

    /** The image from the store, or from its registry where it is missing or a newer one was asked for. */
    private Image image(String name, Platform wanted) throws IOException {
        var here = images.find(name).filter(i -> wanted.accepts(i.config().platform()));
        if (here.isPresent() && !request.options().pull()) {
            return here.get();
        }
        var ref = Reference.parse(name);
        return images.pull(ref, wanted, AuthConfig.of(request.auths(), ref.domain()), output.pulls());
    }

    /** The files of another stage, context or image. */
    CopySource sourceOf(Stages.Stage stage, String from) throws IOException {
        var earlier = stages.before(stage.index(), from);
        if (earlier.isPresent()) {
            var layers = finished(earlier.get()).image.config().rootfs().diffIds();
            return new CopySource(root(from, layers), path -> false);
        }
        if (named.find(from).isEmpty() && from.matches("\\d{1,4}")) {
            throw EngineException.invalid("invalid from flag value " + from + ": index out of bounds");
        }
        return switch (named.find(from).orElse(new NamedContexts.Context.Image(from))) {
            case NamedContexts.Context.Files files -> files.files().source();
            case NamedContexts.Context.Image other ->
                new CopySource(root(from, image(other.ref(), platform).diffIds()), path -> false);
        };
    }

    /** Mounted as long as this build runs. */
    private Dir root(String from, List<Digest> layers) throws IOException {
        var known = roots.get(from);
        if (known != null) {
            return known;
        }
        String id = Builds.PREFIX + UUID.randomUUID();
        mounted.add(id);
        snapshots.create(id, layers);
        Path path = snapshots.mount(id);
        Dir root = Dir.of(path);
        roots.put(from, root);
        return root;
    }

    /** Where a source lies on the host, for a bind mount: its links are resolved inside the source's root. */
    Path hostPath(CopySource source, String path) throws IOException {
        String clean = TarEntry.clean(path);
        try (var at = source.root().openAny(clean)) {
            return java.nio.file.Files.readSymbolicLink(Path.of(at.procPath()));
        }
    }

    void said(boolean cached) {
        if (cached) {
            output.cached();
        }
    }

    /** A client that went away ends its build between two steps. */
    void requireNotCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.unavailable("the build was cancelled", null);
        }
    }

    BuildRequest request() {
        return request;
    }

    BuildContext context() {
        return context;
    }

    BuildArgs args() {
        return args;
    }

    BuildOutput output() {
        return output;
    }

    Step step(Stages.Stage stage) {
        return request.options().noCacheFilter().stream().anyMatch(stage::isCalled) ? uncached : step;
    }

    RunStep runStep() {
        return runStep;
    }

    Path caches() {
        return caches;
    }

    Path downloads() {
        return downloads;
    }

    Path scratch() {
        return scratch;
    }

    @Override
    public void close() throws IOException {
        roots.values().forEach(Dir::close);
        for (String id : mounted) {
            snapshots.remove(id);
        }
    }
}
