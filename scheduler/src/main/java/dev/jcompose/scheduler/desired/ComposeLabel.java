package dev.jcompose.scheduler.desired;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The labels by which dashboards, proxies and IDEs know the containers of a stack. */
public final class ComposeLabel {
    public static final String PROJECT = "com.docker.compose.project";
    public static final String SERVICE = "com.docker.compose.service";
    public static final String NUMBER = "com.docker.compose.container-number";
    public static final String CONFIG_HASH = "com.docker.compose.config-hash";
    public static final String ONE_OFF = "com.docker.compose.oneoff";
    /** At which turn of its service the container of a hook runs. */
    public static final String HOOK = "com.docker.compose.hook";

    public static final String SLUG = "com.docker.compose.slug";
    public static final String DEPENDS_ON = "com.docker.compose.depends_on";
    public static final String WORKING_DIR = "com.docker.compose.project.working_dir";
    public static final String CONFIG_FILES = "com.docker.compose.project.config_files";
    /** The image's id; set where the container is created. */
    public static final String IMAGE = "com.docker.compose.image";

    public static final String VERSION = "com.docker.compose.version";
    public static final String NETWORK = "com.docker.compose.network";
    public static final String VOLUME = "com.docker.compose.volume";

    /** The version of Compose that containers, networks and volumes say made them, for tools that look. */
    static final String SAID_VERSION = "2.26.1";

    private static final String PREFIX = "com.docker.compose.";

    private ComposeLabel() {}

    /** Without the labels of this kind: those that a stack file can say. */
    public static Map<String, String> said(@Nullable Map<String, String> labels) {
        Map<String, String> said = new TreeMap<>(labels == null ? Map.of() : labels);
        said.keySet().removeIf(label -> label.startsWith(PREFIX));
        return said;
    }
}
