package dev.jcompose.agent;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.engine.container.Containers;
import dev.jcompose.engine.event.Events;
import dev.jcompose.engine.image.Images;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Query;
import dev.jcompose.scheduler.protocol.Report;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What an agent does on its node, blocking. Everything may be done twice: what holds already costs nothing. */
public final class NodeWork {

    private final Events events;
    private final ContainerWork containers;
    private final ImageWork images;
    private final NetworkWork networks;
    private final VolumeWork volumes;
    private final SecretFiles secrets;
    private final Observer observer;
    private final Places places;
    /** An agent that was replaced may still be at work on what its successor is told to do. */
    private final ConcurrentHashMap<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    /**
     * @param secretFiles folder on a tmpfs for what containers read as secrets and configs
     * @param socket where this node's Docker API is served
     */
    public NodeWork(
            Events events,
            Containers containers,
            Images images,
            Builder builder,
            Networks networks,
            Volumes volumes,
            Path secretFiles,
            Path socket) {
        this.events = events;
        this.secrets = new SecretFiles(secretFiles);
        this.containers = new ContainerWork(containers, images, secrets);
        this.images = new ImageWork(images, builder);
        this.networks = new NetworkWork(networks);
        this.volumes = new VolumeWork(volumes);
        this.places = new Places(networks, volumes);
        this.observer = new Observer(containers, images, networks, volumes, socket);
    }

    void reach(Assigned assigned, Consumer<Report> reports) {
        ReentrantLock turn = turns.computeIfAbsent(assigned.what().subject(), subject -> new ReentrantLock());
        turn.lock();
        try {
            work(assigned, reports);
        } finally {
            turn.unlock();
            if (assigned.what().leavesNothing() && !turn.hasQueuedThreads()) {
                turns.remove(assigned.what().subject(), turn);
            }
        }
    }

    private void work(Assigned assigned, Consumer<Report> reports) {
        String key = assigned.what().key();
        switch (assigned.what()) {
            case Assignment.Network network -> networks.reach(network);
            case Assignment.Volume volume -> volumes.reach(volume);
            case Assignment.Pull pull -> images.pull(pull, ImageWork.progress(assigned, reports));
            case Assignment.Build build -> images.build(build, ImageWork.progress(assigned, reports));
            case Assignment.RemoveImage image -> images.remove(image);
            case Assignment.Content content -> secrets.keep(content);
            case Assignment.Container container -> {
                containers.reach(container, new Telling(assigned, reports));
                reports.accept(
                        new Report.Seen(key, observer.ofTask(container.task().id())));
            }
        }
    }

    /** The path in the project of what is wrong, or empty. */
    String place(Assignment what, EngineException failure) {
        return places.of(what, failure.attribute());
    }

    /** Takes over what an earlier agent or daemon has done: nothing is changed but what a reboot took. */
    void adopt(Assignment what, Consumer<Report> reports) {
        if (what instanceof Assignment.Container container) {
            containers.adopt(container);
            reports.accept(
                    new Report.Seen(what.key(), observer.ofTask(container.task().id())));
        }
    }

    void keep(Assignment.Content content) {
        secrets.keep(content);
    }

    void forget(Assignment.Content content) {
        secrets.forget(content);
    }

    Observation look(Query query) {
        return observer.look(query);
    }

    Watch watch(Consumer<Report> reports) {
        return new Watch(events, event -> {
            Report report = observer.of(event);
            if (report != null) {
                reports.accept(report);
            }
        });
    }

    /** Runs what ends well too when there is nothing to do. */
    static void unlessNeedless(Runnable work) {
        try {
            work.run();
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_MODIFIED && e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
