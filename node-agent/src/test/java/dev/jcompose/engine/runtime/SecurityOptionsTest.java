package dev.jcompose.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.container.Security;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.api.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityOptionsTest {
    private static Security with(String option) throws Exception {
        return Json.DOCKER
                .readValue("{\"HostConfig\":{\"SecurityOpt\":[\"" + option + "\"]}}", CreateContainer.class)
                .hostConfig()
                .security();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-new-privileges",
                "no-new-privileges:true",
                "no-new-privileges=false",
                "apparmor=unconfined",
                "seccomp:unconfined",
                "seccomp={}",
                "label=disable",
                "systempaths=unconfined"
            })
    void whatConfinesIsTaken(String option) {
        assertDoesNotThrow(() -> SecurityOptions.check(with(option)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "label=disable | false | - | - | false",
                "no-new-privileges | true | - | - | false",
                "no-new-privileges:true | true | - | - | false",
                "no-new-privileges=false | false | - | - | false",
                "apparmor:unconfined | false | unconfined | - | false",
                "apparmor=mine | false | mine | - | false",
                "seccomp=builtin | false | - | - | false",
                "seccomp:{} | false | - | {} | false",
                "systempaths=unconfined | false | - | - | true",
                "nosuch | false | - | - | false",
            })
    void eachSaysOneThing(
            String option, boolean privileges, @Nullable String apparmor, @Nullable String seccomp, boolean paths)
            throws Exception {
        assertEquals(new SecurityOptions(privileges, apparmor, seccomp, paths), SecurityOptions.of(with(option)));
    }

    @Test
    void ofTwoForTheSameTheLaterCounts() throws Exception {
        assertEquals(
                new SecurityOptions(false, "b", null, false),
                SecurityOptions.of(
                        with(
                                "apparmor=a\",\"seccomp=unconfined\",\"no-new-privileges\",\"no-new-privileges=false\",\"seccomp=builtin\",\"apparmor=b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nosuch", "no-new-privilege", "no-new-privileges=yes", "seccomp", "apparmor=", "systempaths=x"})
    void aWordWithoutMeaningIsRefusedWithThoseThatHaveOne(String option) {
        var refused = assertThrows(EngineException.class, () -> SecurityOptions.check(with(option)));
        String message = String.valueOf(refused.getMessage());
        assertEquals(ErrorKind.INVALID, refused.kind());
        assertTrue(message.contains("\"" + option + "\": it can be no-new-privileges, apparmor=PROFILE"), message);
    }
}
