package dev.jcompose.engine.build;

import dev.jcompose.engine.archive.TarEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of a {@code .dockerignore}: the last one that matches a path, or a folder it is in, decides. */
final class DockerIgnore {
    static final DockerIgnore NOTHING = new DockerIgnore(List.of());

    private record Rule(Pattern pattern, boolean keeps) {}

    private final List<Rule> rules;

    private DockerIgnore(List<Rule> rules) {
        this.rules = rules;
    }

    static DockerIgnore parse(String text) {
        var rules = new ArrayList<Rule>();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean keeps = line.startsWith("!");
            String glob = TarEntry.clean(keeps ? line.substring(1).strip() : line);
            if (!glob.isEmpty()) {
                rules.add(new Rule(Glob.ignore(glob), keeps));
            }
        }
        return new DockerIgnore(List.copyOf(rules));
    }

    /** @param path relative to the context, without a leading slash */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.keeps == ignored && matchesItOrAFolderOfIt(rule.pattern, path)) {
                ignored = !rule.keeps;
            }
        }
        return ignored;
    }

    private static boolean matchesItOrAFolderOfIt(Pattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }
}
