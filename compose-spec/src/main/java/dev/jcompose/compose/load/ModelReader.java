package dev.jcompose.compose.load;

import dev.jcompose.compose.canonical.Canonical;
import dev.jcompose.compose.canonical.Defaults;
import dev.jcompose.compose.canonical.EmptyItems;
import dev.jcompose.compose.canonical.EnvironmentValues;
import dev.jcompose.compose.canonical.Paths;
import dev.jcompose.compose.interpolate.Interpolation;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.merge.Merge;
import dev.jcompose.compose.merge.Reset;
import dev.jcompose.compose.merge.Uniqueness;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.Document;
import dev.jcompose.compose.source.Room;
import dev.jcompose.compose.validate.AttributeChecks;
import dev.jcompose.compose.validate.SchemaCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A set of files laid over each other: from text to one canonical model. */
public final class ModelReader {
    private static final String SERVICES = "services";

    private final Problems problems;
    private final Sources sources;
    private final Remote remote;

    public ModelReader(Room room, Problems problems, RemoteResources remote) {
        this.problems = problems;
        this.remote = new Remote(remote, problems);
        this.sources = new Sources(room, problems);
    }

    /** The documents of a file, for who looks into it before the load. */
    public List<Document> documents(StackFile file) {
        return sources.documents(file);
    }

    /** The model of a project's own files; {@code home} is what {@code ~} stands for. */
    public Mapping readProject(
            List<StackFile> files,
            String workingDirectory,
            @Nullable String home,
            Map<String, String> environment,
            LoadOptions options) {
        Mapping model =
                read(files, new Scope(workingDirectory, workingDirectory, environment, List.of(), home, options));
        return new Confinement(remote, workingDirectory).confine(model);
    }

    /** The model of the files, with its defaults set, checked, and paths taken from the scope's folder. */
    Mapping read(List<StackFile> files, Scope scope) {
        Mapping model = Mapping.empty(new Position(files.getFirst().path(), 1, 1));
        for (StackFile file : files) {
            for (Document document : sources.documents(file)) {
                model = over(model, file, document, scope);
            }
        }
        model = Defaults.set(model);
        if (scope.options().does(Step.VALIDATE)) {
            model = new AttributeChecks(problems).check(model);
        }
        if (scope.options().does(Step.RESOLVE_PATHS)) {
            model = new Paths(scope.folder(), scope.home(), problems).resolve(model);
        }
        return new EnvironmentValues(scope.environment()).resolve(model);
    }

    private Mapping over(Mapping model, StackFile file, Document document, Scope scope) {
        Mapping own = top(document, scope);
        if (own == null) {
            return model;
        }
        List<String> chain = new ArrayList<>(scope.including());
        chain.add(file.path());
        Mapping included = new Includes(this, remote, problems).apply(own, document.resets(), scope, chain);
        Mapping before = Reset.apply(model, document.resets());
        noServices(own, before.has(SERVICES) || included.get(SERVICES) instanceof Mapping);
        Mapping extended = new Extends(this, remote, problems, scope, file.path()).apply(included, document.resets());
        Mapping merged = before.isEmpty() ? extended : new Merge(problems).models(before, extended);
        return canonical(merged, scope.options(), scope.options().does(Step.VALIDATE));
    }

    /** Nothing where the services should be, where that would go under in those of other documents. */
    private void noServices(Mapping own, boolean others) {
        Node services = own.get(SERVICES);
        if (others && services != null && services.isNull()) {
            problems.error("wrong-type", services.position(), Path.ROOT.key(SERVICES), "must be a mapping, not null");
        }
    }

    private @Nullable Mapping top(Document document, Scope scope) {
        if (!(document.root() instanceof Mapping mapping)) {
            problems.error("wrong-type", document.root().position(), "top-level object must be a mapping");
            return null;
        }
        return scope.options().does(Step.INTERPOLATE)
                ? new Interpolation(document, scope.environment()::get, problems).interpolate(mapping)
                : mapping;
    }

    private Mapping canonical(Mapping merged, LoadOptions options, boolean validate) {
        Mapping model = new Uniqueness(problems).enforce(merged);
        if (validate) {
            model = withoutVersion(new SchemaCheck(problems).check(model));
        }
        model = EmptyItems.drop(new Canonical(problems, !options.does(Step.INTERPOLATE)).lengthen(model));
        return new Uniqueness(problems).enforce(model);
    }

    private Mapping withoutVersion(Mapping model) {
        if (!model.has("version")) {
            return model;
        }
        problems.warn(
                "obsolete",
                model.positionOf("version"),
                "the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion");
        return model.without("version");
    }

    /** A file whose services are extended: canonical, neither checked nor completed, as the result will be. */
    Extended readExtended(StackFile file, Scope scope) {
        Mapping model = Mapping.empty(new Position(file.path(), 1, 1));
        List<List<String>> resets = List.of();
        for (Document document : sources.documents(file)) {
            Mapping own = top(document, scope);
            if (own != null) {
                resets = document.resets();
                Mapping before = Reset.apply(model, resets);
                Mapping merged = before.isEmpty() ? own : new Merge(problems).models(before, own);
                model = canonical(merged, scope.options(), false);
            }
        }
        return new Extended(model, resets);
    }

    /**
     * A file whose services are extended.
     *
     * @param resets what its last document resets
     */
    record Extended(Mapping model, List<List<String>> resets) {}
}
