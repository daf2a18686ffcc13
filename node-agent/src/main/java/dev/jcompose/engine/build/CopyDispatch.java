package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.build.Instruction.Transfer;
import dev.jcompose.engine.content.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** COPY and ADD within a stage. */
final class CopyDispatch {
    private final Build build;
    private final Stages.Stage stage;
    private final StageState state;

    CopyDispatch(Build build, Stages.Stage stage, StageState state) {
        this.build = build;
        this.stage = stage;
        this.state = state;
    }

    void copy(Instruction.Copy copy) throws IOException {
        var transfer = copy.transfer();
        var source = transfer.from().isEmpty()
                ? build.context().source()
                : build.sourceOf(stage, state.expand(transfer.from()));
        var sources = state.expandAll(transfer.sources());
        take("COPY", transfer, sources, step(transfer, source, source.resolve(sources), false));
    }

    void add(Instruction.Add add) throws IOException {
        var transfer = add.transfer();
        var local = new ArrayList<String>();
        var remote = new ArrayList<String>();
        for (String source : state.expandAll(transfer.sources())) {
            (source.matches("https?://.*") ? remote : local).add(source);
            if (source.matches("(git@|git://).*|https?://.*\\.git(#.*)?")) {
                throw EngineException.invalid(
                        source + ": ADD of a Git repository is not offered: clone it into the context");
            }
        }
        if (!remote.isEmpty()) {
            if (!local.isEmpty() || remote.size() > 1) {
                throw EngineException.invalid("ADD of a URL takes one source: use one ADD for each");
            }
            remote(add, remote.getFirst());
            return;
        }
        if (!add.checksum().isEmpty()) {
            throw EngineException.invalid("--checksum is for sources that are fetched: " + local);
        }
        var source = build.context().source();
        take("ADD", transfer, local, step(transfer, source, source.resolve(local), true));
    }

    /** All of it, as the root of a stage that is a context. */
    void whole(CopySource source) throws IOException {
        var transfer = new Transfer(List.of("."), List.of(), "/", "", "", "");
        take("COPY", transfer, List.of("."), step(transfer, source, List.of(""), false));
    }

    private void remote(Instruction.Add add, String url) throws IOException {
        try (var fetched = RemoteFile.fetch(
                url,
                state.expand(add.checksum()),
                build.downloads(),
                build.args().proxies())) {
            String target = state.expand(add.transfer().target());
            String placed = target.endsWith("/") ? target + fetched.name() : target;
            var source = new CopySource(fetched.folder(), path -> false);
            var step = new CopyStep(
                    source,
                    List.of(RemoteFile.CONTENT),
                    List.of(),
                    state.absolute(placed),
                    state.expand(add.transfer().chown()),
                    mode(add.transfer(), "0600"),
                    false);
            take("ADD", add.transfer(), List.of(url), step);
        }
    }

    private CopyStep step(Transfer transfer, CopySource source, List<String> paths, boolean unpacks) {
        String target = state.expand(transfer.target());
        String absolute = state.absolute(target);
        var documents = transfer.documents().stream()
                .map(d -> d.expands()
                        ? new Heredoc(
                                d.name(),
                                true,
                                d.stripsTabs(),
                                Expansion.document(d.content(), state.escape, state.variables()))
                        : d)
                .toList();
        boolean isFolder = target.equals(".") || target.endsWith("/");
        if (paths.size() + documents.size() > 1 && !isFolder && !target.endsWith("/.")) {
            throw EngineException.invalid(
                    "when using " + "more than one source file, the destination must be a directory and end with a /");
        }
        return new CopyStep(
                source,
                paths,
                documents,
                isFolder && !absolute.endsWith("/") ? absolute + "/" : absolute,
                state.expand(transfer.chown()),
                mode(transfer, ""),
                unpacks);
    }

    private String mode(Transfer transfer, String otherwise) {
        String mode = state.expand(transfer.chmod());
        if (!mode.isEmpty() && !mode.matches("[0-7]{1,5}")) {
            throw EngineException.invalid("--chmod=" + mode + ": write the mode in octal, as 0755");
        }
        return mode.isEmpty() ? otherwise : mode;
    }

    private void take(String keyword, Transfer transfer, List<String> sources, CopyStep step) throws IOException {
        var content = new ContentKey();
        step.describe(content);
        Digest key = state.keyOf(keyword + " " + content.digest());
        String createdBy =
                keyword + " " + String.join(" ", sources) + (sources.isEmpty() ? "" : " ") + transfer.target();
        var done = build.step(stage).files(state.image, key, createdBy, (id, rootfs) -> step.apply(rootfs));
        build.said(done.cached());
        state.image = done.image();
        state.key = key;
    }
}
