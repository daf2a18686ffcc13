package dev.jcompose.engine.build;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.image.NewImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far a stage is: the image so far, the key of all that led to it, and its arguments. Used by one thread. */
final class StageState {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    final char escape;
    final Map<String, String> args = new TreeMap<>();
    NewImage image;
    Digest key;
    boolean hasOwnCmd;

    StageState(NewImage image, Digest key, char escape) {
        this.image = image;
        this.key = key;
        this.escape = escape;
    }

    ContainerConfig config() {
        return image.config().config();
    }

    /** What variables of an instruction stand for: the image's environment over the arguments. */
    Map<String, String> variables() {
        var all = new LinkedHashMap<>(args);
        all.putAll(ImageSettings.env(config()));
        return all;
    }

    String expand(String text) {
        return Expansion.word(text, escape, variables());
    }

    List<String> expandAll(List<String> words) {
        return words.stream().map(this::expand).toList();
    }

    List<String> shell() {
        var own = config().command().shell();
        return own.isEmpty() ? SHELL : own;
    }

    /** The process that a command in either form means. */
    List<String> process(Instruction.CommandLine command) {
        return switch (command) {
            case Instruction.CommandLine.Exec exec -> exec.words();
            case Instruction.CommandLine.Script script -> {
                var words = new ArrayList<>(shell());
                words.add(script.text());
                yield List.copyOf(words);
            }
        };
    }

    /** An absolute path: a relative one begins at WORKDIR. */
    String absolute(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        String folder = config().command().workingDir();
        return (folder.isEmpty() ? "" : folder) + "/" + path;
    }

    /** The key of a step after this one. */
    Digest keyOf(String what) {
        return Digest.of((key + "\n" + what).getBytes(StandardCharsets.UTF_8));
    }
}
