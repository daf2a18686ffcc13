package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BorrowedGroupTest {
    @Test
    void theCommandRunsAsTheSameUserWithTheGroupBesidesAndTheCallersEnvironment() {
        String status =
                "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nGid:\t1001\t1001\t1001\t1001\nGroups:\t4 27 1001 \n";
        assertEquals(
                "sudo -E setpriv --reuid 1000 --regid 1001 --groups 4,27,1001,990 --inh-caps=-all env"
                        + " -u SUDO_COMMAND -u SUDO_GID -u SUDO_HOME -u SUDO_UID -u SUDO_USER -u JCOMPOSE_LC_ALL"
                        + " -u HOME -u LOGNAME -u SHELL -u MAIL -u TERM -u LC_ALL"
                        + " PATH=/bin USER=ann JCOMPOSE_BORROWED=yes /opt/j/bin/jcompose",
                String.join(
                        " ",
                        BorrowedGroup.command(
                                Map.of("PATH", "/bin", "USER", "ann"),
                                "-E",
                                Path.of("/opt/j/bin/jcompose"),
                                "990",
                                status)));
    }

    @Test
    void theSudoInRustIsToldEachVariableByNameAsItCannotKeepThemAll() {
        var env = Map.of("TAG", "1", "PASSWORD", "hidden", "BASH_FUNC_f%%", "() { :; }");
        assertEquals(
                "--preserve-env=BASH_FUNC_f%%,PASSWORD,TAG", BorrowedGroup.keepAll(env, "sudo-rs 0.2.13-0ubuntu1.2\n"));
        assertEquals(
                "-E", BorrowedGroup.keepAll(env, "Sudo version 1.9.16p2\nSudoers policy plugin version 1.9.16p2\n"));
    }

    @Test
    void aCallerWithoutOtherGroupsGetsTheOne() {
        String command = String.join(
                " ",
                BorrowedGroup.command(
                        Map.of(), "-E", Path.of("/j"), "990", "Uid:\t1\t1\t1\t1\nGid:\t1\t1\t1\t1\nGroups:\t \n"));
        assertEquals("--groups 990 ", command.replaceAll(".*(--groups \\S+ ).*", "$1"));
    }

    @Test
    void eachUserIsToldOnce(@TempDir Path folder) {
        assertTrue(BorrowedGroup.isFirst(folder, "1000"));
        assertFalse(BorrowedGroup.isFirst(folder, "1000"));
        assertTrue(BorrowedGroup.isFirst(folder, "1001"));
        assertTrue(BorrowedGroup.isFirst(folder.resolve("missing"), "1000"));
        assertTrue(BorrowedGroup.isFirst(folder.resolve("missing"), "1000"));
    }
}
