package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every flag of {@code config}, on one stack; what is expected is what Compose 5.5 prints. */
class ConfigFlagsTest {
    @TempDir
    Path folder;

    private int code;

    @BeforeEach
    void stack() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                name: flags
                services:
                  web:
                    image: "nginx:${TAG:-1}"
                    environment: [KEY, OTHER=1]
                    env_file: web.env
                    volumes: ["data:/data", "./conf:/conf"]
                    networks: [back]
                    models: [llm, unnamed]
                  own:
                    build: .
                    networks: [back]
                  tool:
                    image: "busybox:${TOOL?}"
                    profiles: [tools, debug]
                    network_mode: none
                volumes: {data: {}}
                networks: {back: {}}
                models: {llm: {model: ai/small}, unnamed: {model: ""}}
                configs: {c: {environment: KEY}}
                """);
        Files.writeString(folder.resolve("web.env"), "FROM_FILE=1\n");
        Files.writeString(folder.resolve(".env"), "TOOL=2\nTOOL1=3\n");
    }

    private String run(String... words) {
        ConfigCall call = ConfigCall.of(folder, Map.of("HOME", "/nowhere", "KEY", "value"), "", words);
        code = call.code();
        return call.told().replace(folder.toString(), "HERE");
    }

    @Test
    void partsAreListedOneALine() {
        assertEquals("own\nweb\n", sorted(run("config", "--services")));
        assertEquals("data\n", run("config", "--volumes"));
        assertEquals("back\n", run("config", "--networks"));
        assertEquals("ai/small\n", run("config", "--models"));
        assertEquals("debug\ntools\n", run("config", "--profiles"));
        assertEquals("flags-own\nnginx:1\n", sorted(run("config", "--images")));
        assertEquals("busybox:2\nflags-own\nnginx:1\n", sorted(run("--profile", "tools", "config", "--images")));
        assertEquals("nginx:1\n", run("config", "--images", "web"));
    }

    private static String sorted(String lines) {
        return String.join("", lines.lines().sorted().map(line -> line + "\n").toList());
    }

    @Test
    void theEnvironmentIsThatOfInterpolation() {
        assertEquals(
                "COMPOSE_PROJECT_NAME=flags\nHOME=/nowhere\nKEY=value\nPWD=HERE\nTOOL1=3\nTOOL=2\n",
                run("config", "--environment"));
    }

    @Test
    void ofOneTextTheFirstUseOfAVariableIsTold() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"), "services: {web: {image: x, hostname: '${A:-1} ${B:-2$A} ${A:-3}'}}");
        String told = run("config", "--variables");
        assertTrue(told.contains("A                   false               1 "), told);
        assertTrue(told.contains("B                   false               2$A "), told);
    }

    @Test
    void variablesInJsonKeepWhatIsSafeInHtmlOnlyWhenEscaped() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {web: {image: x, hostname: '${A:-<&>}'}}");
        String told = run("config", "--variables", "--format", "json");
        assertTrue(told.contains("\"DefaultValue\": \"<&>\""), told);
        assertTrue(run("config", "--format", "json").contains("\"hostname\": \"\\u003c\\u0026\\u003e\""));
    }

    @Test
    void variablesAreATableJsonOrYaml() {
        assertEquals("""
                NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE
                TAG                 false               1                  \s
                TOOL                true                                   \s
                """, run("config", "--variables"));
        assertEquals("""
                {
                    "TAG": {
                        "Name": "TAG",
                        "DefaultValue": "1",
                        "PresenceValue": "",
                        "Required": false
                    },
                    "TOOL": {
                        "Name": "TOOL",
                        "DefaultValue": "",
                        "PresenceValue": "",
                        "Required": true
                    }
                }

                """, run("config", "--variables", "--format", "json"));
        assertEquals("""
                TAG:
                    name: TAG
                    defaultvalue: "1"
                    presencevalue: ""
                    required: false
                TOOL:
                    name: TOOL
                    defaultvalue: ""
                    presencevalue: ""
                    required: true
                """, run("config", "--variables", "--format", "yaml"));
        assertTrue(run("config", "--variables", "--format", "xml").contains("xml"));
        assertEquals(1, code);
    }

    @Test
    void aModelThatIsNotValidatedIsStillRefusedWhereItsFormsCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: x, ports: \"80\"}}\n");
        assertEquals("compose.yaml:1:33: services.a.ports: must be a list\n", run("config", "--variables"));
        Files.writeString(folder.resolve("compose.yaml"), "services: {image: x}\n");
        assertEquals("compose.yaml:1:12: services.image: must be a mapping\n", run("config", "--variables"));
        Files.writeString(folder.resolve("compose.yaml"), "name: {}\nservices: {a: {image: x}}\n");
        assertEquals("compose.yaml:1:7: name: must be a string, not a mapping\n", run("config", "--variables"));
        assertEquals("compose.yaml:1:7: name: must be a string, not a mapping\n", run("config"));
    }

    @Test
    void hashesAreOfTheNamedServicesAndChangeWithWhatMakesTheirContainers() throws IOException {
        String all = run("config", "--hash", "*");
        assertTrue(all.matches("own [0-9a-f]{64}\nweb [0-9a-f]{64}\n|web [0-9a-f]{64}\nown [0-9a-f]{64}\n"), all);
        String web = run("config", "--hash", "web");
        assertTrue(all.contains(web), web);
        Files.writeString(folder.resolve("web.env"), "FROM_FILE=2\n");
        assertFalse(all.contains(run("config", "--hash", "web")));
        assertEquals("no such service: none\n", run("config", "--hash", "none"));
        assertEquals(1, code);
    }

    @Test
    void phasesAreLeftOutByFlag() {
        String plain = run("config", "--no-interpolate");
        assertTrue(plain.contains("image: nginx:${TAG:-1}\n"), plain);
        // The environment gives nothing to a model whose variables stay.
        assertTrue(plain.contains("      - KEY\n") && !plain.contains("value"), plain);
        assertFalse(run("config", "--no-normalize").contains("name: flags_back"));
        String relative = run("config", "--no-path-resolution");
        assertTrue(relative.contains("source: ./conf\n") && relative.contains("context: .\n"), relative);
        String unresolved = run("config", "--no-env-resolution");
        assertTrue(unresolved.contains("web.env") && !unresolved.contains("FROM_FILE"), unresolved);
        assertTrue(run("config").contains("FROM_FILE: \"1\""));
    }

    @Test
    void aListOfVariablesWithoutAnyLeftIsNullInTheJsonOfTheRawModelAlone() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                "services: {a: {image: x, dns: [], environment: [], build: {context: /, args: [UNSET]}}}\n");
        String json = run("config", "--no-interpolate", "--format", "json");
        assertTrue(json.contains("\"args\": null") && json.contains("\"environment\": null"), json);
        assertTrue(json.contains("\"dns\": []"), json);
        String yaml = run("config", "--no-interpolate");
        assertTrue(yaml.contains("args: []\n") && yaml.contains("environment: []\n"), yaml);
        String asWritten = run("config", "--no-interpolate", "--no-normalize", "--format", "json");
        assertTrue(asWritten.contains("\"environment\": []") && asWritten.contains("\"UNSET\""), asWritten);
    }

    @Test
    void consistencyIsCheckedUnlessAskedNotTo() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: x, depends_on: [b]}}\n");
        assertTrue(run("config").contains("\"b\""));
        assertEquals(1, code);
        run("config", "--no-consistency");
        assertEquals(0, code);
    }

    @Test
    void theStackIsYamlOrJsonToAFileOrNowhere() throws IOException {
        String yaml = run("config");
        assertTrue(yaml.startsWith("name: flags\nservices:\n"), yaml);
        assertEquals(yaml, run("convert"));
        assertEquals(yaml, run("config", "--format", "yaml"));
        String json = run("config", "--format", "json");
        assertTrue(json.startsWith("{\n  \"name\": \"flags\",\n"), json);
        assertEquals("", run("config", "--format", "json", "-o", "out.json"));
        assertEquals(json, Files.readString(folder.resolve("out.json")).replace(folder.toString(), "HERE"));
        assertEquals("", run("config", "-q"));
        assertEquals("", run("config", "--quiet", "--output", "none.yaml"));
        assertFalse(Files.exists(folder.resolve("none.yaml")));
        assertTrue(run("config", "--format", "xml").contains("unsupported format \"xml\""));
        assertEquals(1, code);
    }

    @Test
    void listsAreShownThoughQuietAndWhatGoesNowhereIsNamed() {
        assertEquals("data\n", run("config", "--volumes", "-q"));
        assertTrue(run("config", "--variables", "-q").startsWith("NAME "));
        assertEquals("", run("config", "--environment", "-q"));
        assertEquals(run("config"), run("config", "-o", ""));
        assertEquals(
                "HERE/none/out.yaml cannot be written: there is no folder HERE/none (make it first)\n",
                run("config", "-o", "none/out.yaml"));
        assertEquals(1, code);
    }

    @Test
    void namedServicesAreToldToMeanNothingWhereTheyDo() {
        assertTrue(
                run("config", "--variables", "web").startsWith("warning: service filtering is not applied when --v"));
        assertTrue(run("config", "--no-interpolate", "web").startsWith("warning: service filtering is not applied"));
    }

    @Test
    void aNamedServiceNeedsWhatItDependsOn() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  a: {image: x, profiles: [p]}
                  b: {image: x, profiles: [q], depends_on: [a]}
                  c: {image: x, profiles: [q], depends_on: {a: {condition: service_started, required: false}}}
                """);
        assertEquals(
                "compose.yaml:3:45: services.b: depends on service \"a\", which no active profile enables"
                        + " (activate it by --profile p)\n",
                run("config", "-q", "b"));
        assertEquals(1, code);
        assertEquals("", run("config", "-q", "b", "a"));
        assertEquals("", run("config", "-q", "c"));
        assertEquals("", run("--profile", "p", "config", "-q", "b"));
    }

    @Test
    void aServiceThatIsAtFaultIsNotSaidToBeMissing() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {\"ö\": {image: x}}\n");
        assertEquals("compose.yaml:1:12: services: unknown key \"ö\"\n", run("config", "-q", "ö"));
    }

    @Test
    void aNameThatIsNoneIsToldWithOneThatIs() {
        assertTrue(run("-p", "My.App", "config").endsWith("a letter or number (did you mean \"myapp\"?)\n"));
        assertEquals(1, code);
    }

    @Test
    void anExplanationTellsWhereVariablesAreFrom() {
        String told = run("--profile", "*", "config", "--explain", "services.tool.image");
        assertEquals("""
                services.tool.image: "busybox:2"
                    compose.yaml:14:12 file
                    compose.yaml:14:12 interpolation busybox:${TOOL?} (TOOL from an env file)
                """, told.replace("HERE/", ""));
    }
}
