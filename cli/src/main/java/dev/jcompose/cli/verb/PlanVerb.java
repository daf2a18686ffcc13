package dev.jcompose.cli.verb;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.PlanView;
import dev.jcompose.cli.Application;
import dev.jcompose.cli.ApplyFlags;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Project;
import dev.jcompose.cli.SavedPlan;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Values;
import dev.jcompose.cli.Verb;
import java.util.Map;

/** {@code plan}: what {@code up} with the same flags would do. Changes nothing. */
public final class PlanVerb implements Verb {
    private static final int CHANGES = 2;

    @Override
    public String summary() {
        return "Print what up would do; exit code 0: nothing, 2: changes, 1: error";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of(
                "0", "There is nothing to do, or only what runs again at each up.", "2", "up would change something.");
    }

    @Override
    public void options(Options options) {
        options.text("--format", "string", "Format the output. Values: [text | json]. (Default: text)")
                .takes("text", "json");
        options.text("--out", "file", "Save the plan for up --plan (mode 0600: it holds secrets)")
                .takes(Values.Known.FILES);
        ApplyFlags.declare(options);
        options.flag("--no-deps", "Don't start linked services")
                .flag("--no-start", "Don't start the services after creating them")
                .flag("--always-recreate-deps", "Recreate dependent containers")
                .flag(
                        "-V,--renew-anon-volumes",
                        "Recreate anonymous volumes instead of retrieving data from the previous containers");
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        at.tellWithoutMeaning(given, Map.of("--quiet-pull", "a plan pulls nothing"));
        Project project = Project.loadToPlan(at, given.words());
        Stack stack = Stack.of(project, at);
        Application application = new Application(project, stack, given.words(), ApplyFlags.of(given, at));
        PlanView plan = application.plan();
        // A dry run of it prints the plan, as it does itself.
        if (given.has("--out") && !at.globals().dryRun()) {
            SavedPlan.of(plan, application.request()).write(at.cwd().resolve(given.text("--out", "")));
        }
        print(plan, given.text("--format", "text"), at);
        return plan.changes() ? CHANGES : 0;
    }

    /** Also what --dry-run of other verbs prints. */
    static void print(PlanView plan, String format, Invocation at) throws java.io.IOException {
        switch (format) {
            case "json" -> {
                var pretty = new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
                at.out().println(Json.DOCKER.writer(pretty).writeValueAsString(plan));
            }
            case "text" -> {
                at.out().print(plan.steps().isEmpty() ? "nothing to do\n" : plan.text());
                plan.notices()
                        .forEach(notice ->
                                at.err().println("notice: " + at.positions().place(notice)));
            }
            default -> throw new UsageException("--format takes text or json");
        }
    }
}
