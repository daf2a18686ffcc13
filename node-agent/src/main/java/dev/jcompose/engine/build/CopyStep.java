package dev.jcompose.engine.build;

import dev.jcompose.engine.archive.Compression;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarReader;
import dev.jcompose.engine.archive.TreeReader;
import dev.jcompose.engine.archive.TreeWriter;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies files into a root: what a source is and where it goes.
 *
 * @param paths resolved sources in {@code source}
 * @param documents files that stood in the Dockerfile, by name
 * @param target where to, absolute; ending in a slash it is a folder
 * @param chown empty: the source's owners
 * @param chmod empty: the source's modes; otherwise octal
 * @param unpacks ADD: archives in files are unpacked
 */
record CopyStep(
        CopySource source,
        List<String> paths,
        List<Heredoc> documents,
        String target,
        String chown,
        String chmod,
        boolean unpacks) {

    private static final int FOLDER_MODE = 0755;

    /** What this copies, for the cache. */
    void describe(ContentKey key) throws IOException {
        key.add(target + "\0" + chown + "\0" + chmod + "\0" + unpacks + "\0");
        for (String path : paths) {
            String name = name(path);
            key.add(name + "\0");
            if (source.isFolder(path)) {
                source.folder(path, "", key);
            } else {
                source.file(path, name, key);
            }
        }
        documents.forEach(d -> key.add(d.name() + "\0" + d.content() + "\0"));
    }

    void apply(Path rootfs) throws IOException {
        try (var root = Dir.of(rootfs);
                var tree = new TreeWriter(root, true)) {
            var owner = chown.isEmpty()
                    ? Optional.<Owners.Owner>empty()
                    : Optional.of(Owners.in(root).find(chown));
            TreeReader.Sink sink = (entry, content) -> tree.write(owned(entry, owner), content);
            boolean intoFolder = intoFolder(root);
            for (String path : paths) {
                if (source.isFolder(path)) {
                    folders(root, sink, TarEntry.clean(target));
                    source.folder(path, TarEntry.clean(target), sink);
                } else {
                    file(root, path, intoFolder, sink);
                }
            }
            for (Heredoc document : documents) {
                byte[] bytes = document.content().getBytes(StandardCharsets.UTF_8);
                String to = place(document.name(), intoFolder);
                folders(root, sink, parent(to));
                sink.write(TarEntry.file(to, 0644, bytes.length), new java.io.ByteArrayInputStream(bytes)::read);
            }
        }
    }

    private boolean intoFolder(Dir root) {
        return target.endsWith("/")
                || target.endsWith("/.")
                || paths.size() + documents.size() > 1
                || root.find(TarEntry.clean(target)).filter(Stat::isDirectory).isPresent();
    }

    private void file(Dir root, String path, boolean intoFolder, TreeReader.Sink sink) throws IOException {
        if (unpacks && isArchive(path)) {
            folders(root, sink, TarEntry.clean(target));
            unpack(path, sink);
            return;
        }
        String to = place(name(path), intoFolder);
        folders(root, sink, parent(to));
        source.file(path, to, sink);
    }

    private String place(String name, boolean intoFolder) {
        String to = TarEntry.clean(target);
        return !intoFolder ? to : to.isEmpty() ? name : to + "/" + name;
    }

    /** Makes the missing folders of {@code path}, owned as the files are. */
    private void folders(Dir root, TreeReader.Sink sink, String path) throws IOException {
        var missing = new ArrayList<String>();
        for (String at = path; !at.isEmpty() && root.find(at).isEmpty(); at = parent(at)) {
            missing.add(at);
        }
        for (String at : missing.reversed()) {
            sink.write(TarEntry.directory(at, FOLDER_MODE), TreeWriter.Content.NONE);
        }
    }

    private TarEntry owned(TarEntry entry, Optional<Owners.Owner> owner) {
        var changed = owner.map(o -> entry.withOwner(o.uid(), o.gid())).orElse(entry);
        boolean isLink = entry.type() == TarEntry.Type.SYMLINK;
        return chmod.isEmpty() || isLink ? changed : changed.withMode(Integer.parseInt(chmod, 8));
    }

    private boolean isArchive(String path) throws IOException {
        try (var in = Compression.open(source.root().read(path).input())) {
            return new TarReader(in).next() != null;
        } catch (IOException notAnArchive) {
            return false;
        }
    }

    private void unpack(String path, TreeReader.Sink sink) throws IOException {
        try (var in = Compression.open(source.root().read(path).input())) {
            var reader = new TarReader(in);
            String to = TarEntry.clean(target);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                String inner = entry.path();
                if (inner.isEmpty()) {
                    continue;
                }
                var placed = entry.withName(to.isEmpty() ? inner : to + "/" + inner);
                if (entry.type() == TarEntry.Type.HARD_LINK) {
                    placed = placed.withHardLink(
                            to.isEmpty() ? entry.linkName() : to + "/" + TarEntry.clean(entry.linkName()));
                }
                sink.write(placed, reader::read);
            }
        }
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
