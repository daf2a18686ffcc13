package dev.jcompose.cli;

import dev.jcompose.cli.config.ConfigVerb;
import dev.jcompose.cli.verb.AttachVerb;
import dev.jcompose.cli.verb.BuildVerb;
import dev.jcompose.cli.verb.CommitVerb;
import dev.jcompose.cli.verb.CompletionVerb;
import dev.jcompose.cli.verb.CpVerb;
import dev.jcompose.cli.verb.CreateVerb;
import dev.jcompose.cli.verb.DaemonVerb;
import dev.jcompose.cli.verb.DoctorVerb;
import dev.jcompose.cli.verb.DownVerb;
import dev.jcompose.cli.verb.EventsVerb;
import dev.jcompose.cli.verb.ExecVerb;
import dev.jcompose.cli.verb.ExportVerb;
import dev.jcompose.cli.verb.ImagesVerb;
import dev.jcompose.cli.verb.KillVerb;
import dev.jcompose.cli.verb.LoginVerb;
import dev.jcompose.cli.verb.LogoutVerb;
import dev.jcompose.cli.verb.LogsVerb;
import dev.jcompose.cli.verb.LsVerb;
import dev.jcompose.cli.verb.NotYet;
import dev.jcompose.cli.verb.PauseVerb;
import dev.jcompose.cli.verb.PlanVerb;
import dev.jcompose.cli.verb.PortVerb;
import dev.jcompose.cli.verb.PsVerb;
import dev.jcompose.cli.verb.PullVerb;
import dev.jcompose.cli.verb.PushVerb;
import dev.jcompose.cli.verb.RestartVerb;
import dev.jcompose.cli.verb.RmVerb;
import dev.jcompose.cli.verb.RunVerb;
import dev.jcompose.cli.verb.ScaleVerb;
import dev.jcompose.cli.verb.StartVerb;
import dev.jcompose.cli.verb.StatsVerb;
import dev.jcompose.cli.verb.StopVerb;
import dev.jcompose.cli.verb.TopVerb;
import dev.jcompose.cli.verb.UpVerb;
import dev.jcompose.cli.verb.VersionVerb;
import dev.jcompose.cli.verb.VolumesVerb;
import dev.jcompose.cli.verb.WaitVerb;
import dev.jcompose.cli.verb.WatchVerb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Every verb by its name, in the order of help. A verb's class is loaded only when it is asked for. */
final class Verbs {
    static final Map<String, Supplier<Verb>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("attach", AttachVerb::new);
        BY_NAME.put("build", BuildVerb::new);
        BY_NAME.put("commit", CommitVerb::new);
        BY_NAME.put("completion", CompletionVerb::new);
        BY_NAME.put("config", ConfigVerb::new);
        BY_NAME.put("convert", ConfigVerb::new);
        BY_NAME.put("cp", CpVerb::new);
        BY_NAME.put("create", CreateVerb::new);
        BY_NAME.put("daemon", DaemonVerb::new);
        BY_NAME.put("doctor", DoctorVerb::new);
        BY_NAME.put("down", DownVerb::new);
        BY_NAME.put("events", EventsVerb::new);
        BY_NAME.put("exec", ExecVerb::new);
        BY_NAME.put("export", ExportVerb::new);
        BY_NAME.put("images", ImagesVerb::new);
        BY_NAME.put("kill", KillVerb::new);
        BY_NAME.put("login", LoginVerb::new);
        BY_NAME.put("logout", LogoutVerb::new);
        BY_NAME.put("logs", LogsVerb::new);
        BY_NAME.put("ls", LsVerb::new);
        BY_NAME.put("pause", PauseVerb::pause);
        BY_NAME.put("plan", PlanVerb::new);
        BY_NAME.put("port", PortVerb::new);
        BY_NAME.put("ps", PsVerb::new);
        BY_NAME.put("pull", PullVerb::new);
        BY_NAME.put("push", PushVerb::new);
        BY_NAME.put("restart", RestartVerb::new);
        BY_NAME.put("rm", RmVerb::new);
        BY_NAME.put("run", RunVerb::new);
        BY_NAME.put("scale", ScaleVerb::new);
        BY_NAME.put("start", StartVerb::new);
        BY_NAME.put("stats", StatsVerb::new);
        BY_NAME.put("stop", StopVerb::new);
        BY_NAME.put("top", TopVerb::new);
        BY_NAME.put("unpause", PauseVerb::unpause);
        BY_NAME.put("up", UpVerb::new);
        BY_NAME.put("version", VersionVerb::new);
        BY_NAME.put("volumes", VolumesVerb::new);
        BY_NAME.put("wait", WaitVerb::new);
        BY_NAME.put("watch", WatchVerb::new);
        notYet("alpha", "Experimental commands");
        notYet("bridge", "Convert compose files into another model");
        notYet("publish", "Publish compose application");
    }

    private Verbs() {}

    private static void notYet(String name, String summary) {
        BY_NAME.put(name, () -> new NotYet(name, summary));
    }
}
