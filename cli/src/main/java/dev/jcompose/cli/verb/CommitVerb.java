package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.stack.StackContainer;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Verb;

/** {@code commit}: an image of a container as it is. */
public final class CommitVerb implements Verb {
    @Override
    public String summary() {
        return "Create a new image from a service container's changes";
    }

    @Override
    public String usage() {
        return "[OPTIONS] SERVICE [REPOSITORY[:TAG]]";
    }

    @Override
    public void options(Options options) {
        options.text("-a,--author", "string", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")")
                .list("-c,--change", "list", "Apply Dockerfile instruction to the created image")
                .number("--index", "index of the container if service has multiple replicas.")
                .text("-m,--message", "string", "Commit message")
                .flag("-p,--pause", "Pause container during commit (default true)");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        if (given.words().isEmpty() || given.words().size() > 2) {
            throw new UsageException("commit takes a service and a name for the image");
        }
        Stack stack = Stack.of(at);
        String name = given.words().size() == 2 ? given.words().get(1) : "";
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        StackContainer container = stack.containerOrOneOff(given.words().getFirst(), given.number("--index", 0));
        if (at.onlyPrints("commit container " + container.name() + (name.isEmpty() ? "" : " as image " + name))) {
            return 0;
        }
        Target target = new Target("/commit")
                .query("container", container.id())
                .query("repo", tagged ? name.substring(0, colon) : name)
                .query("tag", tagged ? name.substring(colon + 1) : "")
                .query("comment", given.text("--message", ""))
                .query("author", given.text("--author", ""))
                .query("pause", given.has("--pause") && !given.flag("--pause") ? "0" : "1");
        for (String change : given.list("--change")) {
            target = target.query("changes", change);
        }
        at.out()
                .println(stack.client()
                        .read(Call.post(target), JsonNode.class)
                        .path("Id")
                        .asText());
        return 0;
    }
}
