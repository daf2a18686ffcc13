package dev.jcompose.engine.container;

import dev.jcompose.engine.runtime.RuntimeThreads;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Mount;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The file trees of containers, running or not. What is mounted to see them lives in a thread's own mount namespace and is gone
 * with the work.
 */
final class FileTrees {
    private final RuntimeThreads threads;
    private final RootFileSystems roots;
    private final Stage stage;

    FileTrees(RuntimeThreads threads, RootFileSystems roots, Stage stage) {
        this.threads = threads;
        this.roots = roots;
        this.stage = stage;
    }

    /** The container's files as its processes see them, volumes included. */
    <T> T whole(Container container, Function<Dir, T> work) {
        Container.Run run = container.run();
        if (run != null) {
            try (var root = Dir.of(Path.of("/proc/" + run.pid() + "/root"))) {
                return work.apply(root);
            }
        }
        return threads.callApart(() -> {
            try (var root = Dir.of(roots.mount(container.id()))) {
                for (PlannedMount each : container.record().mounts()) {
                    if (!each.type().equals("tmpfs")) {
                        Path source = stage.source(each, root);
                        try (var target = root.make(each.target())) {
                            Mount.bindTree(source, Path.of(target.procPath()));
                        }
                    }
                }
                return work.apply(root);
            }
        });
    }

    /** The container's own tree; what is mounted in a running one is on other file systems. */
    <T> T own(Container container, Function<Dir, T> work) {
        Container.Run run = container.run();
        if (run != null) {
            try (var root = Dir.of(Path.of("/proc/" + run.pid() + "/root"))) {
                return work.apply(root);
            }
        }
        return threads.callApart(() -> {
            try (var root = Dir.of(roots.mount(container.id()))) {
                return work.apply(root);
            }
        });
    }
}
