package dev.jcompose.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostChecksTest {
    @TempDir
    Path root;

    @Test
    void aKernelThatIsTooOldIsNamed() {
        assertFalse(finding(new KernelChecks(root, "5.9.16-generic").all(), "kernel")
                .good());
        assertTrue(finding(new KernelChecks(root, "5.10.0-28-amd64").all(), "kernel")
                .good());
        assertTrue(finding(new KernelChecks(root, "6.12.48+deb13-cloud-amd64").all(), "kernel")
                .good());
        assertFalse(finding(new KernelChecks(root, "").all(), "kernel").good());
    }

    @Test
    void aKernelPartIsMissingOnlyWhereTheListsOfItsModulesSaySo() throws IOException {
        assertTrue(new KernelChecks(root, "6.1")
                .all().stream().noneMatch(f -> f.subject().endsWith("veth")));
        write("lib/modules/6.1/modules.builtin", "kernel/net/netfilter/nf_tables.ko\n");
        write("lib/modules/6.1/modules.dep", "kernel/drivers/net/veth.ko.xz:\n");
        List<Finding> found = new KernelChecks(root, "6.1").all();
        assertTrue(finding(found, "kernel part nf_tables").good());
        assertTrue(finding(found, "kernel part veth").good());
        assertFalse(finding(found, "kernel part bridge").good());
    }

    @Test
    void cgroupsWithoutAControllerSayWhichLimitsCannotHold() throws IOException {
        assertTrue(finding(new CgroupChecks(root).all(), "cgroups").grave());
        write("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io pids\n");
        Finding found = finding(new CgroupChecks(root).all(), "cgroups");
        assertEquals("version 2, without memory: such limits cannot hold", found.text());
        assertEquals("boot the kernel with cgroup_enable=memory", found.cure());
        write("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        assertTrue(finding(new CgroupChecks(root).all(), "cgroups").good());
    }

    @Test
    void cgroupsOfVersion1AreFoundByTheirFolders() throws IOException {
        for (String name : List.of("memory", "cpu", "cpuset", "pids")) {
            Files.createDirectories(root.resolve("sys/fs/cgroup").resolve(name));
        }
        assertEquals(
                "version 1", finding(new CgroupChecks(root).all(), "cgroups").text());
    }

    @Test
    void anAppArmorThatNobodyCanLoadAProfileIntoIsNotedWithThePackage() throws IOException {
        assertEquals(
                "off", finding(new ConfinementChecks(root).all(), "AppArmor").text());
        write("sys/module/apparmor/parameters/enabled", "Y\n");
        assertTrue(
                finding(new ConfinementChecks(root).all(), "AppArmor").cure().startsWith("apt-get install apparmor"));
        write("usr/sbin/apparmor_parser", "");
        Files.setPosixFilePermissions(
                root.resolve("usr/sbin/apparmor_parser"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        assertTrue(finding(new ConfinementChecks(root).all(), "AppArmor").good());
    }

    @Test
    void aLowLimitOfOpenFilesIsNoted() throws IOException {
        write(
                "proc/self/limits",
                "Limit  Soft Hard Units\nMax open files            1024                 20000                files\n");
        assertEquals(
                "up to 20000",
                finding(new ConfinementChecks(root).all(), "open files").text());
        assertFalse(finding(new ConfinementChecks(root).all(), "open files").good());
    }

    @Test
    void programsThatAreMissingNameTheirPackage() {
        List<Finding> found = new ProgramChecks(root, "").all();
        assertEquals(
                "apt-get install crun (`jcompose daemon start` does it)",
                finding(found, "crun").cure());
        assertTrue(finding(found, "libnftables").grave());
        assertFalse(finding(found, "init").grave());
    }

    @Test
    void aBaseCanBeBootstrappedOnlyWhereItsArchiveCanBeVerified() throws IOException {
        write("usr/bin/mmdebstrap", "");
        assertTrue(root.resolve("usr/bin/mmdebstrap").toFile().setExecutable(true));
        Finding found = finding(new ProgramChecks(root, "").all(), "mmdebstrap");
        assertFalse(found.good() || found.grave());
        assertEquals("apt-get install mmdebstrap debian-archive-keyring", found.cure());
        write("usr/share/keyrings/debian-archive-keyring.gpg", "");
        assertTrue(finding(new ProgramChecks(root, "").all(), "mmdebstrap").good());
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Finding finding(List<Finding> all, String subject) {
        return all.stream().filter(f -> f.subject().equals(subject)).findFirst().orElseThrow();
    }
}
