package dev.jcompose.scheduler.desired;

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

    private ComposeLabel() {}
}
