package dev.jcompose.engine.build;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.container.Command;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.build.Instruction.CommandLine;
import dev.jcompose.engine.build.Instruction.RunMount;
import dev.jcompose.engine.content.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RUN within a stage. */
final class RunDispatch {
    private final Build build;
    private final Stages.Stage stage;
    private final StageState state;

    RunDispatch(Build build, Stages.Stage stage, StageState state) {
        this.build = build;
        this.stage = stage;
        this.state = state;
    }

    void take(Instruction.Run run) throws IOException {
        checkEntitlements(run);
        String shown = StageRun.shown(run.command(), state);
        Digest key = state.keyOf("RUN " + StageRun.json(state.process(run.command())) + "\n" + state.args + "\n"
                + run.network() + (run.insecure() ? "insecure" : "") + mountsKey(run.mounts()));
        var done = build.step(stage)
                .files(state.image, key, "RUN " + shown, (id, rootfs) -> execute(run, id, rootfs, shown));
        build.said(done.cached());
        state.image = done.image();
        state.key = key;
    }

    private void checkEntitlements(Instruction.Run run) {
        if (run.insecure()) {
            require(BuildRequest.INSECURE, "--security=insecure");
        }
        if (run.network().equals("host") && !build.request().networkMode().equals("host")) {
            require("network.host", "--network=host");
        }
    }

    private void require(String entitlement, String flag) {
        if (!build.request().entitlements().contains(entitlement)) {
            throw EngineException.invalid(
                    flag + " needs the entitlement " + entitlement + ": name it in build.entitlements");
        }
    }

    /** Caches and secrets do not count, files that are shown do. */
    private String mountsKey(List<RunMount> mounts) throws IOException {
        var key = new StringBuilder();
        for (RunMount mount : mounts) {
            key.append('\n').append(mount.kind()).append(new java.util.TreeMap<>(mount.options()));
            if (mount.kind() == RunMount.Kind.BIND) {
                var content = new ContentKey();
                var source = source(mount);
                String path = dev.jcompose.engine.archive.TarEntry.clean(state.expand(mount.option("source", "")));
                if (source.isFolder(path)) {
                    source.folder(path, "", content);
                } else {
                    source.file(path, "", content);
                }
                key.append(content.digest());
            }
        }
        return key.toString();
    }

    private CopySource source(RunMount mount) throws IOException {
        String from = state.expand(mount.option("from", ""));
        return from.isEmpty() ? new CopySource(build.context().root(), path -> false) : build.sourceOf(stage, from);
    }

    private void execute(Instruction.Run run, String id, Path rootfs, String shown) throws IOException {
        build.output().running(id.substring(id.length() - 12));
        try (var mounts =
                new RunMounts(build.caches(), build.scratch(), build.request().secrets())) {
            for (RunMount mount : run.mounts()) {
                mount(mounts, mount);
            }
            var config = StageRun.command(state);
            var command = new BuildRunner.Job(
                    id,
                    rootfs,
                    process(run),
                    environment(mounts.env()),
                    config.user(),
                    config.workingDir().isEmpty() ? "/" : config.workingDir(),
                    mounts.mounts(),
                    network(run),
                    build.request().extraHosts(),
                    build.request().options().shmSize(),
                    build.request().limits(),
                    run.insecure());
            build.runStep().run(command, shown, build.output().text());
        }
    }

    private void mount(RunMounts mounts, RunMount mount) throws IOException {
        String target =
                mount.options().containsKey("target") ? state.absolute(state.expand(mount.option("target", ""))) : "";
        switch (mount.kind()) {
            case CACHE -> mounts.cache(mount, target);
            case TMPFS -> mounts.tmpfs(mount, target);
            case SECRET -> mounts.secret(mount);
            case BIND ->
                mounts.bind(mount, build.hostPath(source(mount), state.expand(mount.option("source", ""))), target);
        }
    }

    /** A script that names its interpreter is run by that; the shell would take the line for a comment. */
    private List<String> process(Instruction.Run run) {
        if (run.command() instanceof CommandLine.Script script && script.text().startsWith("#!")) {
            String first =
                    script.text().lines().findFirst().orElse("").substring(2).strip();
            var words = new ArrayList<>(List.of(first.split("\\s+", 2)));
            boolean isShell =
                    words.getFirst().matches(".*/(sh|bash|dash|ash|zsh|ksh)") || first.matches(".*/env (sh|bash)");
            if (!isShell && !first.matches(".*/(env )?(python3?|perl|ruby|node)")) {
                throw EngineException.invalid(
                        "a heredoc for the interpreter " + first + " is not offered: COPY the script, then RUN it");
            }
            var process = new ArrayList<>(List.of(first.split("\\s+")));
            process.add(first.matches(".*(perl|ruby|node)$") ? "-e" : "-c");
            process.add(script.text());
            return process;
        }
        return state.process(run.command());
    }

    private List<String> environment(Map<String, String> secrets) {
        var env = new LinkedHashMap<String, String>();
        env.put("PATH", Command.DEFAULT_PATH);
        env.putAll(build.args().proxies());
        env.putAll(state.args);
        env.putAll(ImageSettings.env(state.config()));
        env.putAll(secrets);
        return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private String network(Instruction.Run run) {
        String asked = build.request().networkMode();
        return run.network().equals("default") && !asked.isEmpty() ? asked : run.network();
    }
}
