package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.StackOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultPlatformTest {
    private static final Map<String, String> ARM = Map.of("DOCKER_DEFAULT_PLATFORM", "linux/arm64");

    private static JsonNode services(String text) {
        return Json.read(
                ("{'services':" + text + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String platform(String service, Map<String, String> variables) {
        JsonNode model = services("{'a':" + service + "}");
        DefaultPlatform.addTo(model, variables);
        return model.at("/services/a/platform").asText();
    }

    private static Project project(String services) {
        return new Project(
                "x", services(services), List.of(), Map.of(), ARM, "/", new StackOrigin("/", List.of(), true));
    }

    @Test
    void servicesThatNameNoneGetIt() {
        assertEquals("linux/arm64", platform("{'image':'web'}", ARM));
        assertEquals("linux/s390x", platform("{'image':'web','platform':'linux/s390x'}", ARM));
        assertEquals("", platform("{'image':'web'}", Map.of()));
        assertEquals("", platform("{'provider':{'type':'x'}}", ARM));
    }

    @Test
    void whatIsBuiltGetsItWhateverItNames() {
        assertEquals("linux/arm64", platform("{'build':{'context':'.'},'platform':'linux/s390x'}", ARM));
    }

    @Test
    void aBuildForOtherPlatformsIsRefused() {
        Project project = project("{'a':{'build':{'platforms':['linux/s390x']}},'b':{'build':{'context':'.'}}}");
        DefaultPlatform.requireBuildable(project, List.of("b"));
        String told = assertThrows(
                        EngineException.class, () -> DefaultPlatform.requireBuildable(project, List.of("b", "a")))
                .getMessage();
        assertTrue(told.startsWith("services.a.build.platforms has no linux/arm64"), told);
        assertTrue(told.endsWith("it has linux/s390x"), told);
    }
}
