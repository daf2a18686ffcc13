package dev.jcompose.engine.build;

import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TreeReader;
import dev.jcompose.engine.archive.TreeWriter;
import dev.jcompose.engine.content.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What files are, for the cache: names, types, modes, owners, links, attributes and bytes, but no times. */
final class ContentKey implements TreeReader.Sink {
    private final MessageDigest md = Digest.algorithm();
    private final byte[] chunk = new byte[1 << 16];

    @Override
    public void write(TarEntry entry, TreeWriter.Content content) throws IOException {
        add(entry.name() + "\0" + entry.type() + "\0" + entry.mode() + "\0" + entry.uid() + "\0" + entry.gid() + "\0"
                + entry.size() + "\0" + entry.linkName() + "\0" + entry.major() + ":" + entry.minor() + "\0");
        entry.xattrs().forEach((key, value) -> {
            add(key + "\0" + value.length + "\0");
            md.update(value);
        });
        for (long left = entry.size(); left > 0; ) {
            int n = content.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (n < 0) {
                throw new IOException(entry.name() + " became shorter while it was read");
            }
            md.update(chunk, 0, n);
            left -= n;
        }
    }

    void add(String text) {
        md.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Once, at the end. */
    Digest digest() {
        return Digest.of(md);
    }
}
