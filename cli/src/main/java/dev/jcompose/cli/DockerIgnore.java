package dev.jcompose.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of a {@code .dockerignore}: the last one that matches a path or a folder above it decides. */
final class DockerIgnore {
    private record Rule(Pattern pattern, boolean keeps) {}

    private final List<Rule> rules = new ArrayList<>();

    /** @param file may be missing: then nothing is ignored */
    static DockerIgnore of(Path file) throws IOException {
        return new DockerIgnore(Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    DockerIgnore(List<String> lines) {
        for (String line : lines) {
            String text = line.startsWith("#") ? "" : line.strip();
            boolean keeps = text.startsWith("!");
            String pattern = clean(keeps ? text.substring(1).strip() : text);
            if (!pattern.isEmpty()) {
                rules.add(new Rule(regex(pattern), keeps));
            }
        }
    }

    /** Whether something below an ignored folder may still be kept, so that the folder must be walked. */
    boolean hasExceptions() {
        return rules.stream().anyMatch(Rule::keeps);
    }

    /** @param path relative to the context, with slashes */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.keeps() == ignored && matches(rule, path)) {
                ignored = !rule.keeps();
            }
        }
        return ignored;
    }

    private static boolean matches(Rule rule, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (rule.pattern().matcher(path.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    private static String clean(String pattern) {
        String path = Path.of("/")
                .resolve(pattern.startsWith("/") ? pattern : "/" + pattern)
                .normalize()
                .toString();
        return path.substring(1);
    }

    /** Go's filepath.Match with {@code **} for any number of folders. */
    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[' && glob.indexOf(']', i) > i) {
                int end = glob.indexOf(']', i);
                regex.append('[')
                        .append(glob.substring(i + 1, end).replace("\\", "\\\\"))
                        .append(']');
                i = end;
            } else if (c == '\\' && i + 1 < glob.length()) {
                regex.append(Pattern.quote(glob.substring(++i, i + 1)));
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
