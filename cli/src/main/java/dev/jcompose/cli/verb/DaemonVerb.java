package dev.jcompose.cli.verb;

import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.Daemon;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.UsageException;
import dev.jcompose.cli.Values;
import dev.jcompose.cli.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code daemon start|stop|restart|status}. Containers go on while it is stopped. */
public final class DaemonVerb implements Verb {
    private static final List<String> ACTIONS = List.of("start", "stop", "restart", "status");

    @Override
    public String summary() {
        return "Start, stop or restart the daemon, or tell whether it runs";
    }

    @Override
    public String usage() {
        return "start|stop|restart|status [OPTIONS]";
    }

    @Override
    public Map<String, String> exitCodes() {
        return Map.of("3", "status: no daemon runs.");
    }

    @Override
    public void options(Options options) {
        options.text(
                        "--data-root",
                        "string",
                        "Folder for images, containers and volumes (JCOMPOSE_DATA_ROOT, default /var/lib/jcompose)")
                .takes(Values.Known.FOLDERS)
                .text(
                        "--run-root",
                        "string",
                        "Folder for the socket and what lives until a reboot (JCOMPOSE_RUN_ROOT, default /run/jcompose)")
                .takes(Values.Known.FOLDERS);
    }

    @Override
    public int run(Arguments given, Invocation at) throws Exception {
        if (given.words().size() != 1 || !ACTIONS.contains(given.words().getFirst())) {
            throw new UsageException("daemon takes start, stop, restart or status");
        }
        String action = given.words().getFirst();
        if (!action.equals("status") && at.onlyPrints(action + " daemon")) {
            return 0;
        }
        List<String> arguments = new ArrayList<>(given.words());
        for (String root : List.of("--data-root", "--run-root")) {
            if (given.has(root)) {
                arguments.add(root);
                arguments.add(at.cwd().resolve(given.text(root, "")).toString());
            }
        }
        return Daemon.script(at, arguments);
    }
}
