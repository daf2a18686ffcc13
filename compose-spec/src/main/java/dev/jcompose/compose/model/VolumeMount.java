package dev.jcompose.compose.model;

import java.util.Map;

/**
 * Something mounted into the container.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code image}, {@code cluster} or {@code npipe}
 * @param source a path of the host, the key of a volume, an image; empty for an anonymous volume and tmpfs
 */
public record VolumeMount(
        String type,
        String source,
        String target,
        boolean readOnly,
        String consistency,
        Bind bind,
        Volume volume,
        Tmpfs tmpfs,
        String imageSubpath) {

    /** Options of a bind mount; empty texts are unset. */
    public record Bind(String selinux, String propagation, boolean createHostPath, String recursive) {}

    /** Options of a volume. */
    public record Volume(Map<String, String> labels, boolean nocopy, String subpath) {}

    /**
     * Options of a tmpfs.
     *
     * @param size bytes, 0 for no limit
     * @param mode permission bits, 0 where unset
     */
    public record Tmpfs(long size, int mode) {}

    static VolumeMount of(View view) {
        return new VolumeMount(
                view.text("type"),
                view.text("source"),
                view.text("target"),
                view.flag("read_only"),
                view.text("consistency"),
                view.structOrEmpty("bind", VolumeMount::bind),
                view.structOrEmpty("volume", VolumeMount::volume),
                view.structOrEmpty("tmpfs", tmpfs -> new Tmpfs(tmpfs.bytes("size"), (int) tmpfs.number("mode"))),
                view.structOrEmpty("image", image -> image.text("subpath")));
    }

    private static Bind bind(View view) {
        return new Bind(
                view.text("selinux"), view.text("propagation"), view.on("create_host_path"), view.text("recursive"));
    }

    private static Volume volume(View view) {
        return new Volume(view.textByKey("labels"), view.flag("nocopy"), view.text("subpath"));
    }
}
