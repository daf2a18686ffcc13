package dev.jcompose.engine.archive;

import dev.jcompose.linux.file.Xattrs;
import java.nio.charset.StandardCharsets;

/** How layers say that a name of a lower layer is gone: {@code .wh.NAME} in archives, device 0:0 and an attribute on disk. */
public final class Whiteout {
    public static final String PREFIX = ".wh.";

    /** In a folder: nothing of the layers below shows through. */
    public static final String OPAQUE = ".wh..wh..opq";

    private static final String ATTRIBUTE = "trusted.overlay.opaque";

    private Whiteout() {}

    static String of(String path) {
        int slash = path.lastIndexOf('/');
        return path.substring(0, slash + 1) + PREFIX + path.substring(slash + 1);
    }

    public static boolean isOpaque(Xattrs attributes) {
        return attributes
                .get(ATTRIBUTE)
                .filter(v -> v.length == 1 && (v[0] == 'y' || v[0] == 'Y'))
                .isPresent();
    }

    public static void makeOpaque(Xattrs attributes) {
        attributes.set(ATTRIBUTE, "y".getBytes(StandardCharsets.US_ASCII));
    }
}
