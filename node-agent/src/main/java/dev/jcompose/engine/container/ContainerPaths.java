package dev.jcompose.engine.container;

import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.runtime.Bundle;
import java.nio.file.Path;

/** Where the files of containers lie: logs under the data root, everything of a running one under the run root. */
record ContainerPaths(EngineConfig config) {

    Path data() {
        return config.dataRoot().resolve("containers");
    }

    Path data(String id) {
        return data().resolve(id);
    }

    Path log(String id) {
        return data(id).resolve("container.log");
    }

    Path bundles() {
        return config.runRoot().resolve("containers");
    }

    Bundle bundle(String id) {
        return new Bundle(bundles().resolve(id));
    }

    /** Files written afresh for each start: hostname, hosts, resolv.conf. */
    Path etc(String id, String file) {
        return bundles().resolve(id).resolve(file);
    }

    Path runtime() {
        return config.runRoot().resolve("crun");
    }

    Path volume(String name) {
        return config.dataRoot().resolve("volumes").resolve(name).resolve("_data");
    }

    String cgroupParent() {
        return "/jcompose-" + config.instance();
    }
}
