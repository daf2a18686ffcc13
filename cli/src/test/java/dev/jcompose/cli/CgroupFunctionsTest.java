package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cases ask of cgroups they can ask on either version, of which a host has one. */
class CgroupFunctionsTest {
    private static final String ASKED = """
            memory limit; memory reservation; memory swap
            cpu quota; cpu period; cpu shares 512
            cgroup pids pids.max
            throttle read bps; throttle write iops
            weights
            """;
    private static final String TOLD = """
            41943040
            20971520
            62914560
            0.5
            50000
            512
            33
            1048576
            40
            default 300
            7:0 400
            """;

    @TempDir
    Path host;

    @Test
    void versionOne() throws Exception {
        write("proc/7/cgroup", "9:memory:/a/b\n8:cpu,cpuacct:/a/c\n7:pids:/d\n6:blkio:/e\n5:cpuset:/f\n0::/");
        write("cgroup/memory/a/b/memory.limit_in_bytes", "41943040");
        write("cgroup/memory/a/b/memory.soft_limit_in_bytes", "20971520");
        write("cgroup/memory/a/b/memory.memsw.limit_in_bytes", "62914560");
        write("cgroup/memory/a/b/memory.swappiness", "10");
        write("cgroup/memory/a/b/memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 0");
        write("cgroup/cpu/a/c/cpu.cfs_quota_us", "25000");
        write("cgroup/cpu/a/c/cpu.cfs_period_us", "50000");
        write("cgroup/cpu/a/c/cpu.shares", "512");
        write("cgroup/pids/d/pids.max", "33");
        write("cgroup/blkio/blkio.bfq.io_serviced", "");
        write("cgroup/blkio/e/blkio.throttle.read_bps_device", "254:0 1048576");
        write("cgroup/blkio/e/blkio.throttle.write_iops_device", "254:0 40");
        write("cgroup/blkio/e/blkio.bfq.weight_device", "default 300\n7:0 400");
        assertEquals(TOLD + "10\n1\nweighs\nold\n", ask(ASKED + """
                memory swappiness; memory unkillable
                weighs && echo weighs
                unified || echo old
                """));
    }

    @Test
    void versionTwo() throws Exception {
        write("proc/7/cgroup", "0::/a/b");
        write("cgroup/cgroup.controllers", "cpuset cpu io memory pids");
        write("cgroup/a/b/memory.max", "41943040");
        write("cgroup/a/b/memory.low", "20971520");
        write("cgroup/a/b/memory.swap.max", "20971520");
        write("cgroup/a/b/cpu.max", "25000 50000");
        write("cgroup/a/b/cpu.weight", "20");
        write("cgroup/a/b/pids.max", "33");
        write("cgroup/a/b/io.max", "254:0 rbps=1048576 wbps=max riops=max wiops=40");
        write("cgroup/a/b/io.bfq.weight", "default 300\n7:0 400");
        write("cgroup/system.slice/io.bfq.weight", "default 100");
        assertEquals(TOLD + "weighs\nunified\n", ask(ASKED + "weighs && echo weighs; unified && echo unified"));
    }

    /** Runtimes changed how they make a weight of shares. */
    @Test
    void bothWeightsOfSharesAndNoOther() throws Exception {
        write("proc/7/cgroup", "0::/");
        write("cgroup/cgroup.controllers", "cpu");
        StringBuilder told = new StringBuilder();
        for (int weight : new int[] {20, 59, 100}) {
            write("cgroup/cpu.weight", String.valueOf(weight));
            told.append(ask("cpu shares 512"));
        }
        assertEquals("512\n512\nweight 100\n", told.toString());
    }

    @Test
    void noLimitIsNone() throws Exception {
        write("proc/7/cgroup", "0::/");
        write("cgroup/cgroup.controllers", "cpu io memory");
        write("cgroup/memory.max", "max");
        write("cgroup/io.max", "");
        assertEquals("max\n", ask("memory limit; throttle read bps; weighs && echo weighs; true"));
    }

    private void write(String file, String text) throws IOException {
        Path path = host.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    private String ask(String lines) throws IOException, InterruptedException {
        String script = ". " + AttributeCase.FOLDER.resolve("cgroup.sh") + "\npid() { echo 7; }\n" + lines;
        ProcessBuilder shell = new ProcessBuilder("sh", "-euc", script).redirectErrorStream(true);
        shell.environment().put("CGROUPS", host.resolve("cgroup").toString());
        shell.environment().put("PROC", host.resolve("proc").toString());
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
