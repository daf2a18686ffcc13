package dev.jcompose.cli;

import dev.jcompose.cli.config.ConfigVerb;
import dev.jcompose.cli.verb.VersionVerb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Every verb by its name, in the order of help. A verb's class is loaded only when it is asked for. */
final class Verbs {
    static final Map<String, Supplier<Verb>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("config", ConfigVerb::new);
        BY_NAME.put("convert", ConfigVerb::new);
        BY_NAME.put("version", VersionVerb::new);
    }

    private Verbs() {}
}
