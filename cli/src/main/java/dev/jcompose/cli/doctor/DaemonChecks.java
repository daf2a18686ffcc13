package dev.jcompose.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.client.EngineAddress;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.stack.StackInfo;
import dev.jcompose.cli.Daemon;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The daemon, what it says of this host, and whether it comes back after a boot. */
record DaemonChecks(Invocation at, Path root) {

    List<Finding> all() {
        String host = at.globals().host();
        Path socket = Daemon.socket(at);
        List<Finding> findings = new ArrayList<>();
        if (host == null && Files.exists(socket) && !(Files.isReadable(socket) && Files.isWritable(socket))) {
            findings.add(Finding.note(
                    "daemon",
                    "you may not ask it at " + socket + ", so the firewall was not looked at",
                    "sudo jcompose doctor; or join its group, whose members can do what root can:"
                            + " sudo usermod -aG jcompose \"$USER\", then log in again"));
        } else {
            ask(host != null ? host : socket.toString(), findings);
        }
        findings.add(atBoot());
        return findings;
    }

    private void ask(String address, List<Finding> findings) {
        EngineClient client = new EngineClient(EngineAddress.parse(address));
        try {
            String theirs =
                    client.get(new Target("/jcompose/v1/info"), StackInfo.class).version();
            String mine = Version.current();
            findings.add(
                    theirs.equals(mine)
                            ? Finding.good("daemon", "version " + theirs + " at " + address)
                            : Finding.note(
                                    "daemon",
                                    "version " + theirs + " at " + address + ", this command is " + mine,
                                    "jcompose daemon restart; containers keep running"));
            int before = findings.size();
            for (JsonNode warning :
                    client.get(new Target("/info"), JsonNode.class).path("Warnings")) {
                findings.add(Finding.missing("firewall", "another one stands in the way", warning.asText()));
            }
            if (findings.size() == before) {
                findings.add(Finding.good("firewall", "none drops what containers send and get"));
            }
        } catch (EngineException e) {
            findings.add(
                    e.kind() == ErrorKind.UNAVAILABLE
                            ? Finding.note(
                                    "daemon",
                                    "none answers at " + address,
                                    "the first command that needs it starts it; so does `jcompose daemon start`")
                            : Finding.missing("daemon", "it fails at " + address, String.valueOf(e.getMessage())));
        }
    }

    private Finding atBoot() {
        if (Files.isDirectory(root.resolve("run/systemd/system"))) {
            return Finding.good("boot", "systemd starts the daemon, and it the stacks");
        }
        return Finding.note(
                "boot",
                "no systemd: after a boot the first command that needs the daemon starts it",
                "call `jcompose daemon start` from what starts services here");
    }
}
