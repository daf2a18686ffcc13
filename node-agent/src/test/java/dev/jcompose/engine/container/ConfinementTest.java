package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.api.container.UpdateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a container is and may, seen from inside: needs root. */
@Tag("root")
class ConfinementTest extends InEngine {
    private static String host(String members) {
        return "\"HostConfig\":{" + members + "}";
    }

    @Test
    void usersAndGroupsAreTheImages() {
        assertEquals(
                "uid=1000(app) gid=1001(app) groups=1001(app),2000(extra)",
                engine.output("id", "\"User\":\"app\"").strip());
        assertEquals(
                "uid=1000(app) gid=1001(app) groups=1001(app),2000(extra)",
                engine.output("id", "\"User\":\"1000\"").strip());
        assertEquals(
                "uid=42 gid=2000(extra) groups=2000(extra)",
                engine.output("id", "\"User\":\"42:extra\"").strip());
        assertTrue(engine.output("id", "\"User\":\"app\"," + host("\"GroupAdd\":[\"7\"]"))
                .contains("7"));
        assertEquals(
                "/home/app", engine.output("echo $HOME", "\"User\":\"app\"").strip());
        String id = engine.shell("id", "\"User\":\"nobody-here\"");
        var failure = assertThrows(EngineException.class, () -> engine.containers.start(id));
        assertEquals(ErrorKind.INVALID, failure.kind());
        assertTrue(failure.getMessage().contains("nobody-here"));
    }

    @Test
    void aLinkInTheImageLeadsToNoFileOfTheHost() throws IOException {
        String id = engine.shell("id", "\"User\":\"hostuser\"");
        var passwd = engine.roots.mount(id).resolve("etc/passwd");
        Files.delete(passwd);
        var outside = engine.folder.resolve("outside");
        Files.writeString(outside, "hostuser:x:4242:4242::/:/bin/sh\n");
        Files.createSymbolicLink(passwd, Path.of("../../../../../../../../" + outside));
        assertThrows(EngineException.class, () -> engine.containers.start(id));
    }

    @Test
    void environmentWorkingFolderAndHostname() {
        String text = engine.output(
                "pwd; hostname; echo $HOSTNAME; echo $A; echo \"[$PATH]\"",
                "\"WorkingDir\":\"/made/for/it\",\"Hostname\":\"box\",\"Env\":[\"A=b c\"]");
        assertEquals(
                List.of(
                        "/made/for/it",
                        "box",
                        "box",
                        "b c",
                        "[/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin]"),
                text.lines().toList());
    }

    @Test
    void rightsAreDockersDefaultUnlessChanged() {
        String mask = "grep CapEff /proc/self/status";
        assertTrue(engine.output(mask, "").endsWith("00000000a80425fb\n"));
        assertTrue(engine.output(mask, host("\"CapDrop\":[\"ALL\"],\"CapAdd\":[\"net_bind_service\"]"))
                .endsWith("0000000000000400\n"));
        assertTrue(engine.output(mask, "\"User\":\"app\"").endsWith("0000000000000000\n"));
        assertThrows(EngineException.class, () -> engine.shell("true", host("\"CapAdd\":[\"FLY\"]")));
    }

    @Test
    void systemCallsAndPathsOfTheKernelAreGuarded() {
        assertEquals(
                "Seccomp:\t2",
                engine.output("grep '^Seccomp:' /proc/self/status", "").strip());
        assertFalse(engine.output("unshare -m echo out 2>&1", "").startsWith("out"));
        assertEquals("0", engine.output("wc -c < /proc/keys", "").strip());
        assertTrue(
                engine.output("echo 1 > /proc/sys/kernel/domainname 2>&1", "").contains("Read-only"));
        assertEquals(
                "Seccomp:\t0",
                engine.output("grep '^Seccomp:' /proc/self/status", host("\"SecurityOpt\":[\"seccomp=unconfined\"]"))
                        .strip());
        String own =
                "{\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\",\\\"syscalls\\\":[{\\\"names\\\":[\\\"mkdir\\\",\\\"mkdirat\\\"],"
                        + "\\\"action\\\":\\\"SCMP_ACT_ERRNO\\\"}]}";
        assertTrue(engine.output("mkdir /x 2>&1", host("\"SecurityOpt\":[\"seccomp=" + own + "\"]"))
                .contains("not permitted"));
        assertEquals(
                "out",
                engine.output("unshare -m echo out", host("\"Privileged\":true"))
                        .strip());
        assertEquals(
                "NoNewPrivs:\t1",
                engine.output("grep NoNewPrivs /proc/self/status", host("\"SecurityOpt\":[\"no-new-privileges\"]"))
                        .strip());
    }

    @Test
    void limitsAreTheCgroups() {
        String id = engine.runReady(
                IDLE,
                host(
                        "\"Memory\":33554432,\"MemorySwap\":33554432,\"NanoCpus\":500000000,\"CpusetCpus\":\"0\",\"PidsLimit\":50"));
        var stats = engine.containers.stats(id, null);
        assertEquals(33554432, stats.memoryStats().limit());
        assertEquals(50, stats.pidsStats().limit());
        assertTrue(stats.pidsStats().current() >= 1);
        assertTrue(stats.cpuStats().cpuUsage().totalUsage() > 0);
        var later = engine.containers.stats(id, stats);
        assertEquals(stats.cpuStats(), later.precpuStats());
        assertTrue(later.cpuStats().systemCpuUsage() >= stats.cpuStats().systemCpuUsage());
        var seen = engine.containers.top(id, "");
        assertTrue(seen.titles().contains("PID"));
        assertTrue(seen.processes().stream().anyMatch(row -> row.getLast().contains("sh -c")));

        engine.containers.update(
                id,
                Json.read(
                        "{\"Memory\":67108864,\"MemorySwap\":67108864,\"RestartPolicy\":{\"Name\":\"always\"}}"
                                .getBytes(StandardCharsets.UTF_8),
                        UpdateContainer.class));
        assertEquals(67108864, engine.containers.stats(id, null).memoryStats().limit());
        assertEquals(
                "always",
                engine.containers
                        .inspect(id)
                        .hostConfig()
                        .running()
                        .restartPolicy()
                        .name());
    }

    @Test
    void whoTakesTooMuchMemoryIsKilledAndThatIsSaid() {
        String id =
                engine.run("head -c 100000000 /dev/zero | tail", host("\"Memory\":16777216,\"MemorySwap\":16777216"));
        engine.exitCode(id);
        assertTrue(engine.containers.inspect(id).state().oomKilled());
    }

    @Test
    void ulimitsAreCutToTheHostsAndThatIsSaid() {
        // More than any kernel lets anybody have.
        var made = engine.make(
                "ulimit -n; ulimit -Hn", host("\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":512,\"Hard\":9999999999}]"));
        String id = made.id();
        assertTrue(made.warnings().getFirst().startsWith("ulimit nofile: "), "docker prints it: " + made.warnings());
        try (var session = engine.containers.attach(id, false, true, true)) {
            assertEquals(made.warnings(), engine.containers.start(id));
            List<String> lines = Engine.text(session).lines().toList();
            assertEquals("512", lines.getFirst());
            assertTrue(made.warnings().getFirst().contains("hard limit " + lines.get(1)), made.warnings()::toString);
        }
        engine.exitCode(id);
    }

    @Test
    void filesystemsOfTheKernelAndTmpfs() {
        String text = engine.output(
                "grep -E ' /(scratch|dev/shm) ' /proc/mounts; touch /x 2>&1; touch /scratch/x && echo ok; sysctl -n"
                        + " kernel.msgmax",
                host("\"ReadonlyRootfs\":true,\"ShmSize\":1048576,\"Tmpfs\":{\"/scratch\":\"size=64k,mode=1770\"},"
                        + "\"Sysctls\":{\"kernel.msgmax\":\"9000\"}"));
        assertTrue(text.contains("/dev/shm tmpfs rw,nosuid,nodev,noexec,relatime,size=1024k"), text);
        assertTrue(text.contains("size=64k,mode=1770"), text);
        assertTrue(text.contains("Read-only file system"), text);
        assertTrue(text.endsWith("ok\n9000\n"), text);
    }

    @Test
    void devicesAreThoseThatWereGiven() {
        String device =
                "\"Devices\":[{\"PathOnHost\":\"/dev/kmsg\",\"PathInContainer\":\"/dev/mine\",\"CgroupPermissions\":\"r\"}]";
        assertTrue(engine.output("ls -l /dev/mine", host(device)).contains("/dev/mine"));
        assertTrue(engine.output("mknod /tmp/m c 1 1; cat /tmp/m 2>&1", "").contains("not permitted"));
    }

    @Test
    void whatTheKernelTellsOfTheHostIsMaskedOrReadOnly() {
        String masked = engine.output(
                "for p in acpi asound interrupts kcore keys latency_stats timer_list sched_debug scsi; do"
                        + " f=/proc/$p; [ -e $f ] || continue;"
                        + " if [ -d $f ]; then [ -z \"$(ls -A $f)\" ] || echo open $f;"
                        + " else [ \"$(head -c 1 $f | wc -c)\" = 0 ] || echo open $f; fi; done;"
                        + " [ -z \"$(ls -A /sys/firmware 2>/dev/null)\" ] || echo open /sys/firmware",
                "");
        assertEquals("", masked);
        String readOnly = engine.output(
                "for p in bus fs irq sys sysrq-trigger; do [ -e /proc/$p ] || continue;"
                        + " grep -qE \" /proc/$p [^ ]+ ro[, ]\" /proc/mounts || echo writable /proc/$p; done;"
                        + " grep -qE ' /sys [^ ]+ ro[, ]' /proc/mounts || echo writable /sys",
                "");
        assertEquals("", readOnly);
        assertEquals(
                "",
                engine.output(
                        "grep -E ' /proc/sys ro' /proc/mounts", host("\"SecurityOpt\":[\"systempaths=unconfined\"]")));
    }

    private String withEveryLimit() {
        return engine.runReady(
                IDLE,
                host("\"Memory\":33554432,\"MemorySwap\":67108864,\"MemoryReservation\":16777216,\"CpuShares\":512,"
                        + "\"CpuPeriod\":50000,\"CpuQuota\":25000,\"CpusetCpus\":\"0\",\"PidsLimit\":77"));
    }

    private void updateQuotaAndPids(String id) {
        engine.containers.update(
                id,
                Json.read(
                        "{\"CpuQuota\":10000,\"PidsLimit\":88}".getBytes(StandardCharsets.UTF_8),
                        UpdateContainer.class));
    }

    @Test
    void swapCpusSetsWeightsAndThrottlesAreTheCgroups() throws IOException {
        assumeFalse(isUnified(), "the names are those of version 1");
        String id = withEveryLimit();
        assertEquals("50000 25000", cgroup(id, "cpu", "cpu.cfs_period_us", "cpu.cfs_quota_us"));
        assertEquals("512", cgroup(id, "cpu", "cpu.shares"));
        assertEquals("0", cgroup(id, "cpuset", "cpuset.cpus"));
        assertEquals("77", cgroup(id, "pids", "pids.max"));
        assertEquals("33554432 16777216", cgroup(id, "memory", "memory.limit_in_bytes", "memory.soft_limit_in_bytes"));
        if (Files.exists(Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"))) {
            assertEquals("67108864", cgroup(id, "memory", "memory.memsw.limit_in_bytes"));
        }
        updateQuotaAndPids(id);
        assertEquals("50000 10000", cgroup(id, "cpu", "cpu.cfs_period_us", "cpu.cfs_quota_us"));
        assertEquals("88", cgroup(id, "pids", "pids.max"));
    }

    @Test
    void theyAreThoseOfVersionTwoWhereTheHostHasIt() throws IOException {
        assumeTrue(isUnified(), "the names are those of version 2");
        String id = withEveryLimit();
        assertEquals("25000 50000", cgroup(id, "", "cpu.max"));
        int weight = Integer.parseInt(cgroup(id, "", "cpu.weight"));
        assertTrue(weight > 0 && weight < 100, "half the shares are less than the weight that others have: " + weight);
        assertEquals("0", cgroup(id, "", "cpuset.cpus"));
        assertEquals("77", cgroup(id, "", "pids.max"));
        assertEquals("33554432 16777216", cgroup(id, "", "memory.max", "memory.low"));
        assertEquals("33554432", cgroup(id, "", "memory.swap.max"), "version 2 counts swap alone");
        updateQuotaAndPids(id);
        assertEquals("10000 50000", cgroup(id, "", "cpu.max"));
        assertEquals("88", cgroup(id, "", "pids.max"));
    }

    private static boolean isUnified() {
        return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    }

    /** Values of a container's cgroup, side by side. */
    private String cgroup(String id, String controller, String... files) throws IOException {
        List<String> values = new ArrayList<>();
        for (String file : files) {
            values.add(Files.readString(
                            Path.of("/sys/fs/cgroup", controller, "jcompose-" + engine.config.instance(), id, file))
                    .strip());
        }
        return String.join(" ", values);
    }

    @Test
    void limitsThatCannotBeAreRefusedBeforeAnythingIsMade() {
        for (String wrong : List.of(
                "\"Memory\":1024",
                "\"Memory\":33554432,\"MemorySwap\":16777216",
                "\"MemorySwap\":33554432",
                "\"NanoCpus\":1000000000,\"CpuQuota\":1000",
                "\"NanoCpus\":9000000000000",
                "\"Memory\":33554432,\"MemoryReservation\":67108864",
                "\"CpuPeriod\":1",
                "\"OomScoreAdj\":2000",
                "\"Isolation\":\"hyperv\"",
                "\"IpcMode\":\"shared\"",
                "\"PidMode\":\"own\"",
                "\"CpusetCpus\":\"9999\"",
                "\"CpusetCpus\":\"0-\"",
                "\"CpusetMems\":\"1-0\"")) {
            var refused = assertThrows(EngineException.class, () -> engine.shell("true", host(wrong)));
            assertEquals(ErrorKind.INVALID, refused.kind(), wrong);
        }
        assertEquals(List.of(), engine.containers.ids());
    }
}
