package dev.jcompose.compose.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an image is built.
 *
 * @param context a folder or URL
 * @param dockerfile relative to the context; empty where the file is given inline
 * @param shmSize bytes, 0 where unset
 */
public record Build(
        String context,
        String dockerfile,
        String dockerfileInline,
        Map<String, @Nullable String> args,
        List<String> ssh,
        Map<String, String> labels,
        List<String> cacheFrom,
        List<String> cacheTo,
        boolean noCache,
        List<String> noCacheFilter,
        Map<String, String> additionalContexts,
        boolean pull,
        List<String> extraHosts,
        String network,
        String target,
        List<FileMount> secrets,
        long shmSize,
        List<String> tags,
        List<Ulimit> ulimits,
        List<String> platforms,
        boolean privileged,
        List<String> entitlements,
        String provenance,
        String sbom,
        String isolation) {

    static Build of(View view) {
        return new Build(
                view.text("context"),
                view.text("dockerfile"),
                view.text("dockerfile_inline"),
                view.nullableTextByKey("args"),
                view.texts("ssh"),
                view.textByKey("labels"),
                view.texts("cache_from"),
                view.texts("cache_to"),
                view.flag("no_cache"),
                view.texts("no_cache_filter"),
                view.textByKey("additional_contexts"),
                view.flag("pull"),
                view.texts("extra_hosts"),
                view.text("network"),
                view.text("target"),
                view.structs("secrets", FileMount::of),
                view.bytes("shm_size"),
                view.texts("tags"),
                Ulimits.of(view),
                view.texts("platforms"),
                view.flag("privileged"),
                view.texts("entitlements"),
                view.text("provenance"),
                view.text("sbom"),
                view.text("isolation"));
    }
}
