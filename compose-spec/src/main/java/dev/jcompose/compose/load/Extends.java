package dev.jcompose.compose.load;

import dev.jcompose.compose.canonical.FilePath;
import dev.jcompose.compose.canonical.Paths;
import dev.jcompose.compose.merge.Merge;
import dev.jcompose.compose.merge.Reset;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.problem.Nearest;
import dev.jcompose.compose.problem.Problems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays services over the services they extend, of their own file or of another. */
final class Extends {
    /** Services of one file that are being resolved. */
    private record Pool(Map<String, Node> services, String file, List<List<String>> resets) {}

    /** A step on the way from a service to the one it extends. */
    private record Step(String file, String service, String name) {}

    private static final Path SERVICES = Path.ROOT.key("services");

    private final ModelReader reader;
    private final Remote remote;
    private final Problems problems;
    private final Scope scope;
    private final String file;

    Extends(ModelReader reader, Remote remote, Problems problems, Scope scope, String file) {
        this.reader = reader;
        this.remote = remote;
        this.problems = problems;
        this.scope = scope;
        this.file = file;
    }

    Mapping apply(Mapping model, List<List<String>> resets) {
        Node section = model.get("services");
        if (!(section instanceof Mapping services)) {
            if (section != null && !scope.options().does(LoadOptions.Step.VALIDATE)) {
                problems.error("wrong-type", section.position(), SERVICES, "must be a mapping");
            }
            return model; // the schema tells what is wrong
        }
        Pool pool = new Pool(pool(services), file, resets);
        return model.with("services", services.map((name, service) -> {
            Node resolved = resolve(name, pool, List.of());
            pool.services.put(name, resolved);
            return resolved;
        }));
    }

    private static Map<String, Node> pool(Mapping services) {
        Map<String, Node> nodes = new HashMap<>();
        services.forEach(nodes::put);
        return nodes;
    }

    private static Node node(Pool pool, String name) {
        Node node = pool.services.get(name);
        if (node == null) {
            throw new IllegalStateException("service " + name + " was lost");
        }
        return node;
    }

    @SuppressWarnings("ReferenceEquality") // the same pool, not an equal one
    private Node resolve(String name, Pool pool, List<Step> way) {
        Node node = node(pool, name);
        if (!(node instanceof Mapping service) || !service.has("extends")) {
            return node;
        }
        Reference reference = reference(name, service);
        if (reference == null) {
            return service.without("extends");
        }
        Pool from = reference.file == null ? pool : other(name, reference, service);
        if (from == null || !known(name, reference, from, service)) {
            return service.without("extends");
        }
        Step step = new Step(from.file, from == pool ? name : reference.service + " < " + name, name);
        if (way.contains(step)) {
            problems.error("extends-cycle", service.positionOf("extends"), SERVICES.key(name), cycle(way, step));
            way.forEach(other -> problems.leaveOut(SERVICES.key(other.name).key("extends")));
            return service.without("extends");
        }
        List<Step> further = new ArrayList<>(way);
        further.add(step);
        Node base = resolve(reference.service, from, further);
        if (base.isNull()) {
            return service; // nothing to extend; Compose leaves the key as it is
        }
        if (!(base instanceof Mapping mapping)) {
            return service.without("extends");
        }
        problems.share(SERVICES.key(reference.service), SERVICES.key(name));
        Mapping left = reset(name, mapping, pool.resets);
        Mapping merged = new Merge(problems)
                .service(name, left.without("extends"), service)
                .without("extends");
        pool.services.put(name, merged);
        return merged;
    }

    private static String cycle(List<Step> way, Step again) {
        List<String> names = new ArrayList<>(way.stream().map(Step::service).toList());
        names.add(again.service);
        return "services extend each other: " + String.join(" -> ", names);
    }

    private boolean known(String name, Reference reference, Pool from, Mapping service) {
        if (from.services.containsKey(reference.service)) {
            return true;
        }
        problems.error(
                "undefined-service",
                service.positionOf("extends"),
                SERVICES.key(name).key("extends"),
                "service \"%s\" not found in %s".formatted(reference.service, FilePath.name(from.file)),
                Nearest.suggestion(reference.service, from.services.keySet()));
        return false;
    }

    private static Mapping reset(String name, Mapping base, List<List<String>> resets) {
        List<List<String>> own = resets.stream()
                .filter(path -> path.size() > 2
                        && path.get(0).equals("services")
                        && path.get(1).equals(name))
                .map(path -> path.subList(2, path.size()))
                .toList();
        return own.isEmpty() ? base : Reset.apply(base, own);
    }

    /** @param file null for the service's own */
    private record Reference(String service, @Nullable String file) {}

    private @Nullable Reference reference(String name, Mapping service) {
        Node given = service.get("extends");
        if (given instanceof Scalar scalar && scalar.string() != null) {
            return new Reference(scalar.text(), null);
        }
        String base = given instanceof Mapping mapping ? mapping.string("service") : null;
        if (given instanceof Mapping mapping && base != null) {
            Node other = mapping.get("file");
            return new Reference(base, other instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null);
        }
        problems.error(
                "missing-key", service.positionOf("extends"), SERVICES.key(name).key("extends"), "service is required");
        return null;
    }

    private @Nullable Pool other(String name, Reference reference, Mapping service) {
        String given = String.valueOf(reference.file);
        Position named = service.positionOf("extends");
        String path = Remote.isRemote(given) ? remote.fetch(given, named) : FilePath.resolve(scope.resources(), given);
        if (path == null || (!Remote.isRemote(given) && !remote.mayRead(named.file(), path, named))) {
            return null;
        }
        if (!Files.exists(java.nio.file.Path.of(path))) {
            problems.missingFile(
                    "no-such-file", service.positionOf("extends"), "%s: no such file or directory".formatted(path));
            return null;
        }
        ModelReader.Extended extended = reader.readExtended(new StackFile(path, null), scope);
        String folder = folder(path);
        Mapping model = new Paths(folder, scope.home(), problems).resolve(extended.model());
        if (!(model.get("services") instanceof Mapping services)) {
            problems.error(
                    "undefined-service",
                    service.positionOf("extends"),
                    SERVICES.key(name).key("extends"),
                    "%s has no services".formatted(given));
            return null;
        }
        return new Pool(pool(services), path, extended.resets());
    }

    /** The folder of a file, relative to where names of files are taken from. */
    private String folder(String path) {
        String folder = Files.isDirectory(java.nio.file.Path.of(path)) ? path : FilePath.parent(path);
        return FilePath.relative(scope.resources(), folder);
    }
}
