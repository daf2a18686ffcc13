package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Compose leaves out or takes for something else without a word is so here too, with a warning. */
class LoadWarningsTest {
    private static LoadResult<Project> load(String keys) {
        String text = "services:\n  web:\n    image: nginx:1\n    " + keys + "\n";
        return ComposeLoader.load(new LoadRequest(
                List.of(new StackFile("/stack/compose.yaml", text)),
                "/stack",
                "/stack",
                Map.of(),
                null,
                LoadOptions.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services.web.command | command: 2020-01-01",
                "services.web.entrypoint | entrypoint: 2020-01-01",
                "services.web.pre_start[0].command | pre_start: [{command: 2020-01-01}]",
                "services.web.post_start[0].command | post_start: [{command: 2020-01-01}]",
                "services.web.pre_stop[0].command | pre_stop: [{command: 2020-01-01}]",
                "services.web.develop.watch[0].exec.command | "
                        + "develop: {watch: [{path: ., action: sync+exec, target: /s, exec: {command: 2020-01-01}}]}"
            })
    void aDateThatIsNoCommandIsWarnedAbout(String path, String keys) {
        assertEquals(
                List.of(path + " is a date, which is no command and left out as by Compose (put it in quotes)"),
                load(keys).warnings().stream().map(Problem::message).toList());
    }

    @Test
    void aDateInQuotesIsACommand() {
        LoadResult<Project> result = load("command: \"2020-01-01\"");
        assertEquals(List.of(), result.warnings());
        assertEquals(
                List.of("2020-01-01"), result.orThrow().services().get("web").command());
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotations", "labels", "environment", "sysctls"})
    void aKeyThatIsTakenForAnExtensionIsWarnedAbout(String attribute) {
        assertEquals(
                List.of("services.web.%s.x-foo is an extension here, as for Compose, and no key like those beside it"
                        .formatted(attribute)),
                load(attribute + ": {x-foo: a, b: c}").warnings().stream()
                        .map(Problem::message)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotations", "labels", "environment", "sysctls"})
    void inAListItIsAKeyLikeTheOthersAndStaysOneWhenTheProjectIsReadAgain(String attribute) {
        LoadResult<Project> result = load(attribute + ": [x-foo=a, b=c]");
        assertEquals(List.of(), result.warnings());
        String json = result.orThrow().toJson();
        assertTrue(json.contains("\"x-foo\":\"a\""), json);
        assertEquals(json, ComposeLoader.resolved(json).toJson());
    }

    @Test
    void whatIsFoldedIsToldOnce() {
        assertEquals(
                List.of(
                        "services.web.ulimits.x-foo is an extension here, as for Compose, and no key like those beside it"),
                load("ulimits: {x-foo: 5}").warnings().stream()
                        .map(Problem::message)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services.web.attach | attach: on",
                "services.web.build.no_cache | build: {context: ., no_cache: on}",
                "services.web.post_start[0].privileged | post_start: [{command: a, privileged: on}]",
                "services.web.volumes[0].bind.create_host_path | "
                        + "volumes: [{type: bind, source: /a, target: /b, bind: {create_host_path: on}}]",
                "services.web.env_file[0].required | env_file: [{path: /dev/null, required: on}]"
            })
    void aWordThatIsTakenForABooleanIsWarnedAbout(String path, String keys) {
        assertEquals(
                List.of(path + ": \"on\" for boolean is not supported by YAML 1.2, please use `true`"),
                load(keys).warnings().stream().map(Problem::message).toList());
        assertEquals(
                List.of(),
                load(keys.replace("on}", "true}").replace(": on", ": true")).warnings());
    }

    @Test
    void anExtensionAmongKeysOfTheSpecificationIsNotWarnedAbout() {
        assertEquals(List.of(), load("x-note: a\n    deploy: {x-note: b}").warnings());
    }

    @Test
    void aNameOfTheProjectThatNeedsItselfIsWarnedAbout() {
        LoadResult<Project> result = load("hostname: h\nname: a${COMPOSE_PROJECT_NAME}b${NONE}");
        assertEquals("ab", result.orThrow().name());
        assertEquals(
                List.of(
                        "The \"COMPOSE_PROJECT_NAME\" variable is not set. Defaulting to a blank string.",
                        "The \"NONE\" variable is not set. Defaulting to a blank string."),
                result.warnings().stream().map(Problem::message).toList());
        assertEquals(
                List.of(),
                load("hostname: \"${COMPOSE_PROJECT_NAME}\"\nname: a").warnings());
    }

    @Test
    void aVolumeWhoseNameIsTakenForADriveIsWarnedAbout() {
        assertEquals(
                List.of(
                        "services.web.volumes[0]: v:/data is a path of Windows here, as for Compose, and mounts no volume v"
                                + " (give it a longer name)"),
                load("volumes: [\"v:/data\", \"vv:/data2\", \"/data3\"]\nvolumes: {v: {}, vv: {}}").warnings().stream()
                        .map(Problem::message)
                        .toList());
    }
}
