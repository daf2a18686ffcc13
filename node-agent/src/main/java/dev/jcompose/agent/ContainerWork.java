package dev.jcompose.agent;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerState;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig.Storage;
import dev.jcompose.api.container.Mount;
import dev.jcompose.api.container.MountPoint;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Empty;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.image.Images;
import dev.jcompose.scheduler.desired.ComposeLabel;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Goal;
import dev.jcompose.scheduler.protocol.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Containers of stacks; a container's owner in the engine is its task. */
final class ContainerWork {

    private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");

    private final Containers containers;
    private final Images images;
    private final SecretFiles secrets;
    private final HookWork hooks;

    ContainerWork(Containers containers, Images images, SecretFiles secrets) {
        this.containers = containers;
        this.images = images;
        this.secrets = secrets;
        this.hooks = new HookWork(containers);
    }

    void reach(Assignment.Container assignment, Telling telling) {
        Task task = assignment.task();
        Optional<String> there = containers.findByOwner(task.id());
        switch (assignment.goal()) {
            case Goal.Created _ ->
                there.ifPresentOrElse(id -> rename(id, task.name()), () -> create(task, assignment.inheritFrom()));
            case Goal.Running _ -> run(task, present(task, there), null, telling);
            case Goal.Beside beside ->
                run(
                        task,
                        present(task, there),
                        containers.findByOwner(beside.of()).orElse(null),
                        telling);
            case Goal.InPlace _ -> containers.takeOver(present(task, there));
            case Goal.Restarted restarted -> {
                String id = present(task, there);
                secrets.place(task);
                beforeStop(task, id, telling);
                containers.restart(id, restarted.timeout(), null).forEach(telling::warn);
                hooks.run(id, "post_start", task.postStart(), telling);
            }
            case Goal.Stopped stopped ->
                there.ifPresent(id -> {
                    beforeStop(task, id, telling);
                    NodeWork.unlessNeedless(() -> containers.stop(id, stopped.timeout(), null));
                });
            case Goal.Drained drained ->
                there.ifPresent(id -> {
                    containers.drain(id, drained.timeout());
                    beforeStop(task, id, telling);
                    NodeWork.unlessNeedless(() -> containers.stop(id, drained.timeout(), null));
                });
            case Goal.Paused _ -> containers.pause(present(task, there));
            case Goal.Signalled signalled -> containers.kill(present(task, there), signalled.signal());
            case Goal.Removed removed -> {
                there.ifPresent(id -> NodeWork.unlessNeedless(() -> containers.remove(id, true, removed.volumes())));
                secrets.remove(task);
            }
        }
    }

    /** After a reboot the files of its secrets have to be made again before anybody starts it. */
    void adopt(Assignment.Container assignment) {
        if (containers.findByOwner(assignment.task().id()).isPresent()) {
            secrets.place(assignment.task());
        }
    }

    private static String present(Task task, Optional<String> there) {
        return there.orElseThrow(
                () -> EngineException.notFound("container " + task.name() + " is gone: run up to create it again"));
    }

    private void rename(String id, String name) {
        if (!containers.inspect(id).name().equals("/" + name)) {
            containers.rename(id, name);
        }
    }

    /** @param beside id of the container that it is to replace, or null */
    private void run(Task task, String id, @Nullable String beside, Telling telling) {
        ContainerState state = containers.inspect(id).state();
        if (state.paused()) {
            containers.unpause(id);
        } else if (!state.running()) {
            secrets.place(task);
            start(id, beside).forEach(telling::warn);
            hooks.run(id, "post_start", task.postStart(), telling);
        }
    }

    private void beforeStop(Task task, String id, Telling telling) {
        if (!task.preStop().isEmpty() && containers.inspect(id).state().running()) {
            hooks.run(id, "pre_stop", task.preStop(), telling);
        }
    }

    /** Somebody may have been quicker; anything else that stands in its way is a failure. */
    private List<String> start(String id, @Nullable String beside) {
        try {
            return beside == null ? containers.start(id) : containers.startBeside(id, beside);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_MODIFIED) {
                throw e;
            }
            return List.of();
        }
    }

    private void create(Task task, String inheritFrom) {
        secrets.place(task);
        CreateContainer request = labelled(task.container());
        request = withMounts(request, secrets.mounts(task), inherited(task.container(), inheritFrom));
        containers.create(task.name(), request, task.id(), secrets.copies(task));
    }

    private CreateContainer labelled(CreateContainer request) {
        Map<String, String> labels = new TreeMap<>(request.config().labels());
        images.find(request.config().image())
                .ifPresent(image -> labels.put(ComposeLabel.IMAGE, image.id().toString()));
        return new CreateContainer(
                request.config().withLabels(labels), request.hostConfig(), request.networkingConfig());
    }

    /** Target → name of the anonymous volumes of the container that is being replaced. */
    private Map<String, String> inherited(CreateContainer request, String from) {
        Map<String, String> volumes = new LinkedHashMap<>();
        if (from.isEmpty()) {
            return volumes;
        }
        containers.findByOwner(from).ifPresent(id -> {
            ContainerInspect old = containers.inspect(id);
            for (MountPoint mount : old.mounts()) {
                if (mount.type().equals("volume")
                        && ANONYMOUS.matcher(mount.name()).matches()
                        && !mounts(request, mount.destination())) {
                    volumes.put(mount.destination(), mount.name());
                }
            }
        });
        return volumes;
    }

    private static boolean mounts(CreateContainer request, String target) {
        Storage storage = request.hostConfig().storage();
        return storage.binds().stream().anyMatch(bind -> bind.contains(":" + target + ":"))
                || storage.mounts().stream().anyMatch(mount -> mount.target().equals(target) && !isAnonymous(mount));
    }

    /** A volume of the stack file that has no name: the container before has given it one. */
    private static boolean isAnonymous(Mount mount) {
        return mount.type().equals("volume") && mount.source().isEmpty();
    }

    private static CreateContainer withMounts(
            CreateContainer request, List<Mount> files, Map<String, String> inherited) {
        Storage storage = request.hostConfig().storage();
        List<Mount> mounts = new ArrayList<>();
        for (Mount mount : storage.mounts()) {
            String volume = isAnonymous(mount) ? inherited.get(mount.target()) : null;
            mounts.add(volume == null ? mount : mount.of(volume));
        }
        mounts.addAll(files);
        List<String> binds = new ArrayList<>(storage.binds());
        Map<String, Empty> anonymous = new TreeMap<>(request.config().volumes());
        inherited.forEach((target, volume) -> {
            anonymous.remove(target);
            if (mounts.stream().anyMatch(mount -> mount.target().equals(target))) {
                return;
            }
            binds.add(volume + ":" + target + ":rw");
        });
        ContainerConfig config = request.config();
        return new CreateContainer(
                new ContainerConfig(
                        config.identity(),
                        config.stdio(),
                        config.command(),
                        config.stopping(),
                        config.image(),
                        config.labels(),
                        config.exposedPorts(),
                        anonymous,
                        config.healthcheck(),
                        config.onBuild()),
                request.hostConfig()
                        .withStorage(new Storage(
                                binds,
                                mounts,
                                storage.tmpfs(),
                                storage.volumesFrom(),
                                storage.volumeDriver(),
                                storage.storageOpt(),
                                storage.shmSize(),
                                storage.readonlyRootfs())),
                request.networkingConfig());
    }
}
