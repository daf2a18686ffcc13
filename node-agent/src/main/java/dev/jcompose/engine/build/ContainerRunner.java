package dev.jcompose.engine.build;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.HostConfig.Namespaces;
import dev.jcompose.api.container.HostConfig.Reach;
import dev.jcompose.api.container.HostConfig.Storage;
import dev.jcompose.api.container.Security;
import dev.jcompose.api.network.NetworkingConfig;
import dev.jcompose.engine.EngineConfig;
import dev.jcompose.engine.cdi.Injection;
import dev.jcompose.engine.container.Connectivity;
import dev.jcompose.engine.container.Connectivity.Joined;
import dev.jcompose.engine.runtime.Bundle;
import dev.jcompose.engine.runtime.Cgroups;
import dev.jcompose.engine.runtime.Crun;
import dev.jcompose.engine.runtime.OciSpec;
import dev.jcompose.engine.runtime.RuntimeThreads;
import dev.jcompose.engine.runtime.SpecWriter;
import dev.jcompose.engine.runtime.Users;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.store.CrashPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands of builds as the engine runs its containers: same rights, same seccomp profile, same networks. But no monitor
 * watches them: a build ends with the daemon, and {@link #clear} ends what is left of it.
 */
public final class ContainerRunner implements BuildRunner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRunner.class);
    private static final int PARALLEL_STARTS = 2;

    private final Path folder;
    private final String cgroup;
    private final Cgroups cgroups;
    private final RuntimeThreads threads;
    private final Crun crun;
    private final Connectivity networks;
    /** Ids of containers that have ended and are not cleared away. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    public ContainerRunner(EngineConfig config, Connectivity networks) throws IOException {
        this.folder = Files.createDirectories(config.runRoot().resolve("runner"));
        this.cgroup = "/jcompose_" + config.instance() + "_build";
        this.cgroups = Cgroups.ofHost();
        this.threads = new RuntimeThreads(PARALLEL_STARTS);
        this.crun = new Crun(threads, Files.createDirectories(folder.resolve("state")));
        this.networks = networks;
    }

    @Override
    public int run(BuildRunner.Job command, OutputStream output) throws IOException {
        var bundle = new Bundle(folder.resolve(command.id()));
        bundle.make();
        try {
            var request = request(command);
            var joined = networks.attach(command.id(), command.id(), hostname(command), request);
            try {
                bundle.write(spec(command, request, joined));
                joined.await();
            } finally {
                networks.handedOver(command.id());
            }
            return run(command.id(), bundle, output);
        } finally {
            // A build that is broken off clears away all the same.
            boolean interrupted = Thread.interrupted();
            left.add(command.id());
            left.removeIf(this::isCleared);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How the command ended is told whatever fails here, as on a disk that it has filled: the next one clears it away. */
    private boolean isCleared(String id) {
        try {
            clear(id);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("what the build's container {} left cannot be cleared away yet: {}", id, e.getMessage());
            return false;
        }
    }

    private int run(String id, Bundle bundle, OutputStream output) throws IOException {
        var running = crun.run(id, bundle);
        // Reading the pipe blocks in the kernel, for as long as the command takes: not on a carrier of virtual threads.
        var read = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().name("build-output").start(() -> {
            try (var out = running.output()) {
                out.transferTo(output);
                read.complete(null);
            } catch (IOException | RuntimeException e) {
                read.completeExceptionally(e);
            }
        });
        try {
            read.get();
            int code = running.program().exited().get();
            CrashPoint.pass("after: run container");
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the build was interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void clear(String id) {
        crun.delete(id);
        cgroups.remove(cgroup + "/" + id);
        cgroups.remove(cgroup);
        networks.detach(id);
        new Bundle(folder.resolve(id)).delete();
    }

    private static String hostname(BuildRunner.Job command) {
        return command.id().substring(Math.max(0, command.id().length() - 12));
    }

    private static CreateContainer request(BuildRunner.Job command) {
        var process = new Command(null, command.args(), command.env(), command.folder(), command.user(), List.of());
        String network = command.network().equals("default") ? "" : command.network();
        var host = HostConfig.DEFAULT
                .withNamespaces(new Namespaces(network, "", "", "", "", "", ""))
                .withReach(new Reach(Map.of(), false, List.of(), List.of(), List.of(), command.hosts(), List.of()))
                .withStorage(
                        new Storage(List.of(), List.of(), Map.of(), List.of(), "", Map.of(), command.shmSize(), false))
                .withResources(command.limits());
        if (command.privileged()) {
            host = host.withSecurity(
                    new Security(true, List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(), List.of()));
        }
        return new CreateContainer(ContainerConfig.EMPTY.withCommand(process), host, NetworkingConfig.NONE);
    }

    private SpecWriter.Written spec(BuildRunner.Job command, CreateContainer request, Joined joined)
            throws IOException {
        try (var root = Dir.of(command.rootfs())) {
            var place = new SpecWriter.Place(
                    command.rootfs(),
                    cgroup + "/" + command.id(),
                    cgroups.isUnified(),
                    namespaces(request, joined),
                    mounts(command, joined),
                    new Users(Owners.text(root, "etc/passwd"), Owners.text(root, "etc/group")),
                    hostname(command),
                    null,
                    Injection.NONE);
            return SpecWriter.write(request.config(), request.hostConfig(), place);
        }
    }

    private List<OciSpec.Namespace> namespaces(CreateContainer request, Joined joined) {
        var all = new ArrayList<OciSpec.Namespace>();
        for (String type : List.of("mount", "pid", "ipc", "uts")) {
            all.add(new OciSpec.Namespace(type, null));
        }
        if (!request.hostConfig().namespaces().networkMode().equals("host")) {
            Path namespace = joined.namespace();
            all.add(new OciSpec.Namespace("network", namespace == null ? null : namespace.toString()));
        }
        if (cgroups.isUnified()) {
            all.add(new OciSpec.Namespace("cgroup", null));
        }
        return all;
    }

    private List<OciSpec.Mount> mounts(BuildRunner.Job command, Joined joined) throws IOException {
        var all = new ArrayList<OciSpec.Mount>();
        Path own = folder.resolve(command.id());
        all.add(file("/etc/hosts", own.resolve("hosts"), joined.hosts()));
        all.add(file("/etc/resolv.conf", own.resolve("resolv.conf"), joined.resolv()));
        all.add(file("/etc/hostname", own.resolve("hostname"), hostname(command) + "\n"));
        for (BuildRunner.Mount each : command.mounts()) {
            String type = each.source().isEmpty() ? "tmpfs" : each.source().equals("overlay") ? "overlay" : "bind";
            all.add(new OciSpec.Mount(
                    each.target(), type, each.source().isEmpty() ? "tmpfs" : each.source(), each.options()));
        }
        return all;
    }

    private static OciSpec.Mount file(String target, Path source, String text) throws IOException {
        Files.write(source, text.getBytes(StandardCharsets.UTF_8));
        return new OciSpec.Mount(target, "bind", source.toString(), List.of("bind", "ro"));
    }

    @Override
    public void close() {
        threads.close();
    }
}
