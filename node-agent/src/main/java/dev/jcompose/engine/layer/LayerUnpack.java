package dev.jcompose.engine.layer;

import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.archive.TreeWriter;
import dev.jcompose.engine.archive.Whiteout;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.io.InputStream;

/** Writes one layer's archive as overlayfs wants it: whiteouts become devices 0:0, opaque folders get their attribute. */
final class LayerUnpack {
    private final Dir root;

    LayerUnpack(Dir root) {
        this.root = root;
    }

    /** Reads {@code tar} to its very end. */
    void apply(InputStream tar) throws IOException {
        var reader = new TarReader(tar);
        try (var tree = new TreeWriter(root)) {
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                String path = entry.path();
                int slash = path.lastIndexOf('/');
                String name = path.substring(slash + 1);
                if (name.startsWith(Whiteout.PREFIX)) {
                    whiteout(slash < 0 ? "" : path.substring(0, slash), name);
                } else {
                    tree.write(entry, reader);
                }
            }
        }
        reader.drain();
    }

    private void whiteout(String folder, String name) throws IOException {
        try (var in = root.make(folder)) {
            if (name.equals(Whiteout.OPAQUE)) {
                Whiteout.makeOpaque(in.xattrs("."));
                return;
            }
            // Names that begin so are bookkeeping of other storage drivers, not files.
            if (name.startsWith(Whiteout.PREFIX + Whiteout.PREFIX)) {
                return;
            }
            String gone = name.substring(Whiteout.PREFIX.length());
            if (gone.isEmpty() || gone.equals(".") || gone.equals("..")) {
                throw new IOException("the layer has a whiteout of \"" + folder + "/" + gone + "\"");
            }
            // A name that this very layer has too is there: the whiteout is about the layers below.
            if (in.stat(gone).isEmpty()) {
                in.mknod(gone, Stat.CHARACTER, 0);
            }
        }
    }
}
