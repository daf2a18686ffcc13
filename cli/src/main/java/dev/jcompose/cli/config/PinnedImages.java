package dev.jcompose.cli.config;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.remote.Registries;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Problems;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The images of a stack by the digests that their registries have for them now. */
final class PinnedImages {
    private final Registries registries;
    private final Function<Problem, String> shown;
    private final Problems problems = new Problems();

    /** @param shown how a problem is told */
    PinnedImages(Invocation at, Function<Problem, String> shown) {
        this.registries = new Registries(at.env(), at.err());
        this.shown = shown;
    }

    /**
     * The stack with the images of services, of their init steps and of image mounts pinned.
     *
     * @throws EngineException with the place of every image that its registry does not have; a registry that does not answer is
     *     the last that is asked
     */
    Mapping pin(Mapping tree) {
        Mapping pinned = services(
                tree,
                service -> service.map((key, value) -> switch (key) {
                    case "image" -> pinned(value);
                    case "pre_start" -> each(value, "image", step -> true);
                    case "volumes" -> each(value, "source", mount -> "image".equals(mount.string("type")));
                    default -> value;
                }));
        if (problems.refused()) {
            throw refusal();
        }
        return pinned;
    }

    private EngineException refusal() {
        return EngineException.invalid(problems.list().stream().map(shown).collect(Collectors.joining("\n")));
    }

    /** What a file laid over the stack needs to pin it. */
    static Mapping only(Mapping tree) {
        Mapping services = tree.mapping("services");
        Mapping.Builder lock = Mapping.builder(tree.origin());
        if (services != null) {
            lock.put("services", services);
        }
        return services(
                lock.build(),
                service -> service.map((key, value) -> switch (key) {
                    case "image" -> value;
                    case "volumes" -> imageMounts(value);
                    default -> null;
                }));
    }

    private static Mapping services(Mapping tree, java.util.function.UnaryOperator<Mapping> change) {
        Mapping services = tree.mapping("services");
        return services == null
                ? tree
                : tree.with(
                        "services",
                        services.map((name, service) -> service instanceof Mapping one ? change.apply(one) : service));
    }

    private Node each(Node list, String key, java.util.function.Predicate<Mapping> wanted) {
        return list instanceof Sequence items
                ? items.map(item -> item instanceof Mapping one && one.has(key) && wanted.test(one)
                        ? one.map((name, value) -> name.equals(key) ? pinned(value) : value)
                        : item)
                : list;
    }

    private static @Nullable Node imageMounts(Node list) {
        if (!(list instanceof Sequence mounts)) {
            return null;
        }
        var images = mounts.items().stream()
                .filter(item -> item instanceof Mapping mount && "image".equals(mount.string("type")))
                .toList();
        return images.isEmpty() ? null : mounts.withItems(images);
    }

    private Node pinned(Node node) {
        if (!(node instanceof Scalar image)
                || image.string() == null
                || image.text().isEmpty()) {
            return node;
        }
        try {
            return new Scalar(
                    registries.pinned(image.text()), image.origin().then(Origin.Step.NORMALISATION, "digest"));
        } catch (EngineException e) {
            problems.error("no-digest", image.position(), String.valueOf(e.getMessage()));
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw refusal();
            }
            return node;
        }
    }
}
