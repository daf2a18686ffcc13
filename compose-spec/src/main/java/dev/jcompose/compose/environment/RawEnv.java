package dev.jcompose.compose.environment;

import dev.jcompose.compose.interpolate.Variables;
import dev.jcompose.compose.node.Position;
import java.util.Map;

/** Env files of format {@code raw}: one {@code KEY=value} a line, taken as it stands, quotes and all. */
final class RawEnv {
    private RawEnv() {}

    static void read(String file, String text, Variables known, Map<String, String> values)
            throws EnvironmentFileException {
        String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int number = 0;
        for (String full : start.split("\r?\n", -1)) {
            number++;
            String line = full.stripLeading();
            Position at = new Position(file, number, full.length() - line.length() + 1);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            if (key.isEmpty()) {
                throw new EnvironmentFileException(at, "no variable name on line '%s'".formatted(line));
            }
            if (key.indexOf(' ') >= 0 || key.indexOf('\t') >= 0) {
                throw new EnvironmentFileException(at, "variable '%s' contains whitespaces".formatted(key));
            }
            String value = equals < 0 ? known.get(key) : line.substring(equals + 1);
            if (value != null) {
                values.put(key, value);
            }
        }
    }
}
