package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What crun 1.8 and 1.21 print. */
class RuntimeFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "126 | the path `/etc/passwd` exists but it is not executable: Operation not permitted",
                "126 | the path `/etc` is not a regular file: Operation not permitted",
                "126 | exec container process `/etc/passwd`: Exec format error",
                "126 | open executable: Operation not permitted",
                "127 | executable file `/no/such` not found: No such file or directory",
                "127 | executable file `nosuch` not found in $PATH: No such file or directory",
                "128 | mount `tmpfs` to `/x`: Operation not permitted",
            })
    void aCommandThatCannotRunHasDockersExitCodeInTheWordsOfEachVersion(int code, String printed) {
        assertEquals(code, RuntimeFailure.exitCode(printed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permission denied | the path `/etc/passwd` exists but it is not executable: Operation not permitted",
                "no such file or directory | executable file `/no/such` not found: No such file or directory",
            })
    void theDockerCommandFindsTheWordsItChoosesItsExitCodeBy(String words, String printed) {
        String message =
                String.valueOf(RuntimeFailure.of("/etc/passwd", printed).getMessage());
        assertTrue(message.contains(words), message);
        assertEquals(
                words.startsWith("permission"),
                message.endsWith(
                        ": /etc/passwd must be a program of this platform, or a script that begins with #!, and may be"
                                + " executed (chmod +x)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nosuch | executable file `nosuch` not found in $PATH: No such file or directory | : nosuch must be in a folder of $PATH in the image, or be given with its path",
                "/no/such | executable file `/no/such` not found in $PATH: No such file or directory | : /no/such must be in the image, or be mounted into the container",
                "'' | open executable: Permission denied | : the first word of the command is empty: name a program",
            })
    void aProgramThatIsNotThereIsToldWithWhereItWouldBeFound(String program, String printed, String end) {
        String message = String.valueOf(RuntimeFailure.of(program, printed).getMessage());
        assertTrue(message.endsWith(end), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open /proc/sys/net/ipv4/nonsense: No such file or directory | there is no sysctl net.ipv4.nonsense in a container on this kernel: look",
                "open `/proc/sys/net/ipv4/nonsense`: No such file or directory | there is no sysctl net.ipv4.nonsense in a container on this kernel: look",
                "write to /proc/sys/net/core/somaxconn: Invalid argument | sysctl net.core.somaxconn: the kernel does not take this value (Invalid argument): read",
                "writing file `cpu.rt_runtime_us`: Invalid argument | cpu_rt_runtime and cpu_rt_period cannot be had on this host (writing file `cpu.rt_runtime_us`: Invalid argument)",
                "openat cpu.rt_period_us: No such file or directory | cpu_rt_runtime and cpu_rt_period cannot be had on this host",
                "realtime limits not supported on cgroup v2 | cpu_rt_runtime and cpu_rt_period cannot be had on this host",
                "mount `/srv/folder` to `etc/passwd`: Not a directory | cannot mount /srv/folder on /etc/passwd: one is a folder and the other is not: mount",
                "mkdir `/etc/passwd/x`: Not a directory | cannot make the mount target /etc/passwd/x: a part of this path is a file of the image: choose",
                "mkdir `/proc/foo`: No such file or directory | cannot make the mount target /proc/foo: only the kernel makes files there: choose",
                "mkdir `/sys/foo`: Operation not permitted | cannot make the mount target /sys/foo: only the kernel makes files there: choose",
                "openat2 `proc/keys`: Too many open files | the ulimit nofile is too small even to start a container",
                "write to seccomp fd | the ulimit fsize is too small even to start a container",
                "something new | something new",
            })
    void whatTheRuntimeSaysOfItsSystemCallsIsToldInTermsOfTheStackFile(String printed, String start) {
        String message = String.valueOf(RuntimeFailure.of("sleep", printed).getMessage());
        assertTrue(message.startsWith(start), message);
    }
}
