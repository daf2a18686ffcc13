package dev.jcompose.compose.bind;

import dev.jcompose.compose.node.Mapping;
import java.util.function.Consumer;

/**
 * Keys that begin with {@code x-} among keys of the user's own. Compose takes them for extensions there too and hands
 * them on together, under one key, as text; so does this.
 */
public final class Extensions {
    /** The one key, which is Compose's own and nothing that a user wrote. */
    public static final String TOGETHER = "#extensions";

    private Extensions() {}

    static Mapping fold(Mapping mapping, Consumer<Mapping.Entry> onFolded) {
        Mapping.Builder kept = Mapping.builder(mapping.origin());
        Mapping.Builder folded = Mapping.builder(mapping.origin());
        for (Mapping.Entry entry : mapping.entries()) {
            if (isExtension(entry.key())) {
                folded.put(entry);
                onFolded.accept(entry);
            } else {
                kept.put(entry);
            }
        }
        return kept.put(TOGETHER, folded.build()).build();
    }

    /** Asked of every mapping, so without a stream. */
    static boolean isIn(Mapping mapping) {
        for (String key : mapping.keys()) {
            if (isExtension(key)) {
                return true;
            }
        }
        return false;
    }

    static boolean isExtension(String key) {
        return key.startsWith("x-");
    }
}
