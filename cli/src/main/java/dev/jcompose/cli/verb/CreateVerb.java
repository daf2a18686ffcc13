package dev.jcompose.cli.verb;

import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;

/** {@code create}: {@code up --no-start}. */
public final class CreateVerb implements Verb {
    @Override
    public String summary() {
        return "Creates containers for a service";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        ApplyFlags.declare(options);
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        ApplyOptions options = ApplyFlags.created(ApplyFlags.of(given, at));
        Project project = Project.loadToStart(at, given.words(), given.flag("--yes"));
        Stack stack = Stack.of(project, at);
        Application application = Application.agreed(project, stack, given.words(), options);
        if (at.globals().dryRun()) {
            PlanVerb.print(application.plan(), "text", at);
            return 0;
        }
        return stack.carryOut("apply", application.ready(), ApplyFlags.quiet(given));
    }
}
