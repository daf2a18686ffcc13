package dev.jcompose.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.api.container.ContainerState;
import dev.jcompose.api.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Running':true,'Health':{'Status':'unhealthy','Log':[{'ExitCode':0,'Output':'well'},{'ExitCode':22,'Output':'a\\nno page\\n\\n'}]} | its health check ended with exit code 22: no page",
                "'Running':true,'Health':{'Status':'unhealthy','Log':[{'ExitCode':1,'Output':''}]} | its health check ended with exit code 1",
                "'Running':true,'Health':{'Status':'unhealthy','Log':[{'ExitCode':-1,'Output':'Health check exceeded timeout (2s)'}]} | its health check could not end: Health check exceeded timeout (2s)",
                "'Running':true,'Health':{'Status':'healthy','Log':[{'ExitCode':1,'Output':'x'}]} | ~~",
                "'Error':'no such file','OOMKilled':true | no such file",
                "'OOMKilled':true,'Health':{'Status':'unhealthy','Log':[{'ExitCode':1,'Output':'x'}]} | it took more memory than it may",
            })
    void whatIsWrongWithAContainerIsToldInAFewWords(String state, String told) {
        byte[] json = ("{" + state.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
        assertEquals(told, StatusText.error(Json.read(json, ContainerState.class)));
    }
}
