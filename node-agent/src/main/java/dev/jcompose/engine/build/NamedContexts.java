package dev.jcompose.engine.build;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Contexts that stand for a stage or an image of their name, wherever the Dockerfile names it. */
final class NamedContexts {
    /** What a name means instead. */
    sealed interface Context {
        record Image(String ref) implements Context {}

        record Files(BuildContext files) implements Context {}
    }

    private final Map<String, Context> all = new TreeMap<>();

    NamedContexts(BuildRequest request, BuildFiles files) {
        request.named().forEach((name, source) -> {
            BuildContext sent = files.named(name);
            if (source.equals(BuildRequest.FILES) && sent == null) {
                throw EngineException.invalid("the files of the context " + name + " were not sent with the build");
            }
            all.put(
                    plain(name),
                    sent != null && source.equals(BuildRequest.FILES)
                            ? new Context.Files(sent)
                            : new Context.Image(source));
        });
    }

    Optional<Context> find(String name) {
        return Optional.ofNullable(all.get(plain(name)));
    }

    /** Names of images are the same with Docker's defaults written out. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceFirst("^docker\\.io/(library/)?", "")
                .replaceFirst(":latest$", "");
    }
}
