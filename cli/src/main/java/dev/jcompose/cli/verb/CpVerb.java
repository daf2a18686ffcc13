package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.CopiedTree;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.OwnStep;
import dev.jcompose.cli.PathStats;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code cp}: between a service's container and here, or a tar stream where one side is {@code -}. */
public final class CpVerb implements Verb {
    @Override
    public String summary() {
        return "Copy files/folders between a service container and the local filesystem";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE:SRC_PATH DEST_PATH|-\n\tjcompose cp [OPTIONS] SRC_PATH|- SERVICE:DEST_PATH";
    }

    @Override
    public void options(Options options) {
        options.flag("--all", "Include containers created by the run command")
                .flag("-a,--archive", "Archive mode (copy all uid/gid information)")
                .flag("-L,--follow-link", "Always follow symbol link in SRC_PATH")
                .number("--index", "Index of the container if service has multiple replicas");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        if (given.words().size() != 2) {
            throw new UsageException("cp takes SERVICE:SRC_PATH DEST_PATH|- or SRC_PATH|- SERVICE:DEST_PATH");
        }
        String from = given.words().get(0);
        String to = given.words().get(1);
        boolean out = isContainers(from);
        if (out == isContainers(to)) {
            throw new UsageException("cp needs a service on exactly one side: SERVICE:PATH");
        }
        String side = out ? from : to;
        String service = side.substring(0, side.indexOf(':'));
        String path = side.substring(side.indexOf(':') + 1);
        Stack stack = Stack.of(at);
        int index = given.number("--index", 0);
        if (out) {
            StackContainer container = stack.container(service, index);
            String what = container.name() + ":" + path + " to " + to;
            if (!at.onlyPrints("copy " + what)) {
                new OwnStep("copy", container, what)
                        .take(at, () -> copyOut(stack, container, path, to, given.flag("--follow-link")));
            }
            return 0;
        }
        List<StackContainer> targets = targets(stack, service, index, given.flag("--all"));
        if (from.equals("-") && targets.size() > 1) {
            throw new UsageException("cp -: the service has " + targets.size()
                    + " containers, and what is read can be written once: choose one by --index");
        }
        for (StackContainer container : targets) {
            String what = from + " to " + container.name() + ":" + path;
            if (at.onlyPrints("copy " + what)) {
                continue;
            }
            new OwnStep("copy", container, what)
                    .take(
                            at,
                            () -> copyIn(
                                    stack,
                                    container,
                                    from,
                                    path,
                                    given.flag("--archive"),
                                    given.flag("--follow-link")));
        }
        return 0;
    }

    /** Without an index every container of the service. */
    private static List<StackContainer> targets(Stack stack, String service, int index, boolean oneOffs) {
        StackContainer first = stack.container(service, index);
        if (index > 0) {
            return List.of(first);
        }
        return oneOffs ? stack.members(stack.detail(), List.of(service)) : stack.containers(List.of(service));
    }

    /** A colon after a name; a path with a slash before its colon is a file here. */
    private static boolean isContainers(String word) {
        int colon = word.indexOf(':');
        return colon > 0
                && !word.startsWith(".")
                && !word.startsWith("/")
                && !word.substring(0, colon).contains("/");
    }

    private static void copyOut(Stack stack, StackContainer container, String path, String to, boolean followLink)
            throws IOException {
        String source = followLink ? PathStats.followed(stack.client(), container.id(), path) : path;
        Target archive = Target.of("/containers/{}/archive", container.id()).query("path", source);
        try (var reply = stack.client().open(Call.get(archive))) {
            if (to.equals("-")) {
                reply.body().transferTo(stack.at().out());
                return;
            }
            CopiedTree.unpack(reply.body(), source, stack.at().cwd().resolve(to), to.endsWith("/"));
        }
    }

    private static void copyIn(
            Stack stack, StackContainer container, String from, String path, boolean owners, boolean followLink)
            throws IOException {
        Target archive = Target.of("/containers/{}/archive", container.id()).query("copyUIDGID", owners);
        if (from.equals("-")) {
            stack.client()
                    .run(Call.upload(
                            "PUT",
                            archive.query("path", path),
                            "application/x-tar",
                            stack.at().in()));
            return;
        }
        Path source = stack.at().cwd().resolve(from);
        if (!Files.exists(source)) {
            throw EngineException.notFound("cp: there is no file " + source);
        }
        boolean contents = from.endsWith("/.") || from.equals(".");
        // Into a folder that exists, or beside it under the new name: the engine knows which.
        boolean folder = PathStats.isFolder(stack.client(), container.id(), path);
        if (!folder && path.endsWith("/") && !Files.isDirectory(source)) {
            throw EngineException.notFound("cp: there is no folder " + path + " in " + container.name());
        }
        Path target = Path.of("/").resolve(path);
        String name = contents
                ? ""
                : folder ? String.valueOf(source.normalize().getFileName()) : String.valueOf(target.getFileName());
        String parent = folder ? path : String.valueOf(target.getParent());
        if (contents && !folder) {
            name = String.valueOf(target.getFileName());
        }
        try (var tar = CopiedTree.pack(source, name, owners, followLink)) {
            stack.client().run(Call.upload("PUT", archive.query("path", parent), "application/x-tar", tar));
        }
    }
}
