package dev.jcompose.engine.build;

import dev.jcompose.api.build.Glob;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TreeReader;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where COPY and ADD take files from: the context without what is ignored, or the root of another stage or image.
 *
 * @param ignored by path relative to {@code root}
 */
record CopySource(Dir root, Predicate<String> ignored) {

    /** The paths that the sources mean, patterns resolved, sorted within each; at least one for each source. */
    List<String> resolve(List<String> sources) {
        var found = new ArrayList<String>();
        for (String source : sources) {
            String path = TarEntry.clean(source);
            int before = found.size();
            if (Glob.isPattern(path)) {
                match("", path, found);
            } else if ((path.isEmpty() || !ignored.test(path))
                    && root.find(path).isPresent()) {
                found.add(path);
            }
            if (found.size() == before) {
                throw EngineException.notFound("\"" + source + "\": not found"
                        + (!path.isEmpty() && ignored.test(path) ? " (.dockerignore leaves it out)" : ""));
            }
        }
        return found;
    }

    private void match(String folder, String pattern, List<String> found) {
        int slash = pattern.indexOf('/');
        Pattern first = Glob.path(slash < 0 ? pattern : pattern.substring(0, slash));
        try (var dir = root.open(folder)) {
            for (String name : dir.list()) {
                String path = folder.isEmpty() ? name : folder + "/" + name;
                if (!first.matcher(name).matches() || ignored.test(path)) {
                    continue;
                }
                if (slash < 0) {
                    found.add(path);
                } else if (root.find(path).filter(Stat::isDirectory).isPresent()) {
                    match(path, pattern.substring(slash + 1), found);
                }
            }
        }
    }

    boolean isFolder(String path) {
        return root.find(path).filter(Stat::isDirectory).isPresent();
    }

    /** Gives everything under the folder {@code path}, called {@code target/…}, to {@code sink}; ignored files left out. */
    void folder(String path, String target, TreeReader.Sink sink) throws IOException {
        try (var dir = root.open(path)) {
            String from = path.isEmpty() ? "" : path + "/";
            String to = target.isEmpty() ? "" : target + "/";
            new TreeReader(sink, TreeReader.Whiteouts.NONE)
                    .except(as -> ignored.test(from + as.substring(to.length())))
                    .all(dir, to);
        }
    }

    /** Gives the file that {@code path} leads to, links followed, as COPY does it. */
    void file(String path, String target, TreeReader.Sink sink) throws IOException {
        try (var content = root.read(path)) {
            Stat stat = root.find(path).orElseThrow();
            sink.write(TreeReader.file(target, stat), content::read);
        }
    }
}
