package dev.jcompose.cli.doctor;

import dev.jcompose.cli.Invocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that is looked at, in the order in which it is printed. */
public final class HostChecks {
    private static final Path ROOT = Path.of("/");

    private HostChecks() {}

    public static List<Finding> all(Invocation at) {
        Path data = Path.of(at.env().getOrDefault("JCOMPOSE_DATA_ROOT", "/var/lib/jcompose"));
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new ProgramChecks(ROOT, at.env().getOrDefault("PATH", "")).all());
        findings.addAll(new KernelChecks(ROOT, System.getProperty("os.version", "")).all());
        findings.addAll(new CgroupChecks(ROOT).all());
        findings.addAll(new ConfinementChecks(ROOT).all());
        findings.addAll(new DiskChecks(data).all());
        findings.addAll(new DaemonChecks(at, ROOT).all());
        return findings;
    }
}
