package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.CodePoints;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Keys that begin with {@code x-} among keys of the user's own. Compose takes them for extensions there too and hands
 * them on together, under one key, as text; so does this.
 */
final class Extensions {
    private static final String TOGETHER = "#extensions";

    private Extensions() {}

    static Mapping fold(Mapping mapping) {
        if (!hasExtension(mapping)) {
            return mapping;
        }
        Mapping.Builder kept = Mapping.builder(mapping.origin());
        Mapping.Builder folded = Mapping.builder(mapping.origin());
        mapping.entries().forEach(entry -> (isExtension(entry.key()) ? folded : kept).put(entry));
        return kept.put(TOGETHER, folded.build()).build();
    }

    /** Asked of every mapping, so without a stream. */
    private static boolean hasExtension(Mapping mapping) {
        for (Mapping.Entry entry : mapping.entries()) {
            if (isExtension(entry.key())) {
                return true;
            }
        }
        return false;
    }

    static boolean isExtension(String key) {
        return key.startsWith("x-");
    }

    /** Any value as one line of text. */
    static String text(Node node) {
        return switch (node) {
            case Scalar scalar -> scalar.text();
            case Sequence sequence ->
                sequence.items().stream().map(Extensions::text).collect(Collectors.joining(" ", "[", "]"));
            case Mapping mapping ->
                mapping.entries().stream()
                        .sorted(Comparator.comparing(Mapping.Entry::key, CodePoints.ORDER))
                        .map(entry -> entry.key() + ":" + text(entry.value()))
                        .collect(Collectors.joining(" ", "map[", "]"));
        };
    }
}
