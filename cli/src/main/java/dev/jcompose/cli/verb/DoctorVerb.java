package dev.jcompose.cli.verb;

import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.doctor.Finding;
import dev.jcompose.cli.doctor.HostChecks;
import java.util.Map;

/** {@code doctor}: what the host lacks, and how to mend it. Changes nothing; exit code 1 where something is missing. */
public final class DoctorVerb implements Verb {
    @Override
    public String summary() {
        return "Tell what this host lacks and how to mend it";
    }

    @Override
    public String usage() {
        return "";
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of("1", "Something is missing.");
    }

    @Override
    public void options(Options options) {}

    @Override
    public int run(Arguments given, Invocation at) {
        boolean well = true;
        for (Finding finding : HostChecks.all(at)) {
            well &= finding.good() || !finding.grave();
            String mark = finding.good()
                    ? at.ansi().good("ok     ")
                    : finding.grave() ? at.ansi().bad("missing") : at.ansi().dim("note   ");
            at.out().println(mark + " " + finding.subject() + ": " + finding.text());
            if (!finding.good()) {
                at.out().println("        " + finding.cure());
            }
        }
        return well ? 0 : 1;
    }
}
