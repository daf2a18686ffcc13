package dev.jcompose.engine.build;

import dev.jcompose.api.container.Command;
import dev.jcompose.api.container.ContainerConfig.Stopping;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TreeWriter;
import dev.jcompose.engine.build.Instruction.CommandLine;
import dev.jcompose.engine.container.Signals;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** Takes the steps of one stage, one after the other. */
final class StageRun {
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?");

    private final Build build;
    private final Stages.Stage stage;
    private final StageState state;

    StageRun(Build build, Stages.Stage stage, StageState state) {
        this.build = build;
        this.stage = stage;
        this.state = state;
    }

    StageState run() throws IOException {
        var variables = ImageSettings.env(state.config());
        if (!variables.containsKey("PATH")) {
            // As BuildKit does: what a later RUN finds is in the image too.
            variables.put("PATH", Command.DEFAULT_PATH);
            state.image = state.image.withConfig(ImageSettings.withEnv(state.config(), variables));
        }
        List<String> triggers = state.config().onBuild();
        if (!triggers.isEmpty()) {
            state.image = state.image.withConfig(state.config().withOnBuild(List.of()));
            build.output()
                    .say("# Executing " + triggers.size() + " build trigger" + (triggers.size() == 1 ? "" : "s")
                            + "\n");
            var parser = new InstructionParser(state.escape);
            for (String trigger : triggers) {
                take(parser.trigger(trigger));
            }
        }
        for (Instruction step : stage.steps()) {
            build.output().step(step.line().original());
            take(step);
        }
        return state;
    }

    private void take(Instruction step) throws IOException {
        build.requireNotCancelled();
        try {
            dispatch(step);
        } catch (EngineException e) {
            throw step.line().failed(e);
        }
        build.output().done(state.key);
    }

    private void dispatch(Instruction step) throws IOException {
        var config = state.config();
        switch (step) {
            case Instruction.From from -> throw from.line().fault("FROM within a stage");
            case Instruction.Arg arg -> arg(arg);
            case Instruction.Env env -> {
                var variables = state.variables();
                var all = ImageSettings.env(config);
                env.pairs()
                        .forEach(p -> all.put(
                                Expansion.word(p.key(), state.escape, variables),
                                Expansion.word(p.value(), state.escape, variables)));
                settings(ImageSettings.withEnv(config, all), "ENV " + pairs(env.pairs()));
            }
            case Instruction.Label label -> {
                var labels = new LinkedHashMap<String, String>();
                label.pairs().forEach(p -> labels.put(state.expand(p.key()), state.expand(p.value())));
                settings(ImageSettings.withMoreLabels(config, labels), "LABEL " + pairs(label.pairs()));
            }
            case Instruction.User user -> {
                String name = state.expand(user.user());
                settings(config.withCommand(config.command().withUser(name)), "USER " + name);
            }
            case Instruction.Cmd cmd -> {
                var process = state.process(cmd.command());
                state.hasOwnCmd = true;
                settings(
                        config.withCommand(
                                config.command().withProcess(config.command().entrypoint(), process)),
                        "CMD " + json(process));
            }
            case Instruction.Entrypoint entry -> {
                var process = state.process(entry.command());
                // A CMD of the base was meant for the entrypoint of the base.
                var cmd = state.hasOwnCmd ? config.command().cmd() : null;
                settings(config.withCommand(config.command().withProcess(process, cmd)), "ENTRYPOINT " + json(process));
            }
            case Instruction.Shell shell ->
                settings(
                        config.withCommand(config.command().withShell(shell.command())),
                        "SHELL " + json(shell.command()));
            case Instruction.Expose expose -> {
                var ports = ports(expose);
                settings(ImageSettings.withMorePorts(config, ports), "EXPOSE " + String.join(" ", ports));
            }
            case Instruction.Volume volume -> {
                var paths = state.expandAll(volume.paths());
                settings(ImageSettings.withMoreVolumes(config, paths), "VOLUME " + json(paths));
            }
            case Instruction.Health health ->
                settings(config.withHealthcheck(health.check()), health.line().original());
            case Instruction.StopSignal signal -> {
                String name = state.expand(signal.signal());
                Signals.number(name);
                settings(
                        config.withStopping(new Stopping(name, config.stopping().stopTimeout())), "STOPSIGNAL " + name);
            }
            case Instruction.OnBuild trigger -> {
                var all = new ArrayList<>(config.onBuild());
                all.add(trigger.trigger());
                settings(config.withOnBuild(List.copyOf(all)), "ONBUILD " + trigger.trigger());
            }
            case Instruction.Maintainer maintainer -> {
                state.image = state.image.withAuthor(maintainer.name());
                settings(config, "MAINTAINER " + maintainer.name());
            }
            case Instruction.Workdir workdir -> workdir(workdir);
            case Instruction.Run run -> new RunDispatch(build, stage, state).take(run);
            case Instruction.Copy copy -> new CopyDispatch(build, stage, state).copy(copy);
            case Instruction.Add add -> new CopyDispatch(build, stage, state).add(add);
        }
    }

    private void arg(Instruction.Arg arg) {
        var shown = new ArrayList<String>();
        arg.names().forEach((name, standard) -> {
            String value = build.args().valueInStage(name, standard == null ? null : state.expand(standard));
            if (value != null) {
                state.args.put(name, value);
            }
            shown.add(value == null ? name : name + "=" + value);
        });
        settings(state.config(), "ARG " + String.join(" ", shown));
    }

    private void settings(dev.jcompose.api.container.ContainerConfig changed, String createdBy) {
        Digest key = state.keyOf(
                "settings " + createdBy + "\n" + state.image.config().author());
        var done = build.step(stage).settings(state.image.withConfig(changed), key, createdBy);
        state.image = done.image();
        state.key = key;
    }

    private void workdir(Instruction.Workdir workdir) throws IOException {
        String path = "/" + TarEntry.clean(state.absolute(state.expand(workdir.path())));
        state.image = state.image.withConfig(
                state.config().withCommand(state.config().command().withWorkingDir(path)));
        Digest key = state.keyOf("WORKDIR " + path);
        var done = build.step(stage).files(state.image, key, "WORKDIR " + path, (id, rootfs) -> {
            String inside = TarEntry.clean(path);
            try (var root = Dir.of(rootfs);
                    var tree = new TreeWriter(root, true)) {
                if (!inside.isEmpty()
                        && root.find(inside).filter(Stat::isDirectory).isEmpty()) {
                    tree.write(TarEntry.directory(inside, 0755), TreeWriter.Content.NONE);
                }
            }
        });
        build.said(done.cached());
        state.image = done.image();
        state.key = key;
    }

    private List<String> ports(Instruction.Expose expose) {
        var all = new ArrayList<String>();
        for (String text : state.expandAll(expose.ports())) {
            for (String word : text.strip().split("\\s+", -1)) {
                var port = PORT.matcher(word.toLowerCase(java.util.Locale.ROOT));
                if (!port.matches()) {
                    throw EngineException.invalid("\"" + word + "\" is no port: write 80, 80/udp or 8000-8010");
                }
                int first = Integer.parseInt(port.group(1));
                int last = port.group(2) == null ? first : Integer.parseInt(port.group(2));
                if (first < 1 || last > 65535 || last < first) {
                    throw EngineException.invalid("\"" + word + "\" is no port: ports are 1 to 65535");
                }
                for (int i = first; i <= last; i++) {
                    all.add(i + "/" + (port.group(3) == null ? "tcp" : port.group(3)));
                }
            }
        }
        return all;
    }

    private String pairs(List<Instruction.Pair> pairs) {
        return String.join(
                " ",
                pairs.stream()
                        .map(p -> state.expand(p.key()) + "=" + state.expand(p.value()))
                        .toList());
    }

    static String json(List<String> words) {
        return new String(dev.jcompose.api.json.Json.write(words), java.nio.charset.StandardCharsets.UTF_8);
    }

    static String shown(CommandLine command, StageState state) {
        return String.join(" ", state.process(command));
    }

    static Command command(StageState state) {
        return state.config().command();
    }
}
