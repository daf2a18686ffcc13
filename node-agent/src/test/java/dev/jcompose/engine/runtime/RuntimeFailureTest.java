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
        String message = String.valueOf(
                RuntimeFailure.of("start x: ", "/etc/passwd", printed).getMessage());
        assertTrue(message.contains(words), message);
        assertEquals(
                words.startsWith("permission"),
                message.endsWith(
                        ": /etc/passwd must be a program of this platform, or a script that begins with #!, and may be"
                                + " executed (chmod +x)"));
    }
}
