package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config} tells beside the stack. */
class ConfigTest {
    @TempDir
    Path folder;

    private int code;

    private String run(String... words) {
        ConfigCall call =
                ConfigCall.of(folder, Map.of("HOME", folder.toString()), "services:\n  a: {imag: 1}\n", words);
        code = call.code();
        return call.told().replace(folder + "/", "");
    }

    @Test
    void diagnosticsAreAnArrayForEditors() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"), "services:\n  a:\n    image: x\n    imag: \"y\"\n    image: z\n");
        assertEquals(
                "[{\"code\":\"unknown-key\",\"severity\":\"error\",\"message\":\"services.a: unknown key \\\"imag\\\"\","
                        + "\"file\":\"compose.yaml\",\"start\":{\"line\":4,\"column\":5},\"end\":{\"line\":4,\"column\":9},"
                        + "\"related\":[],\"suggestion\":\"did you mean \\\"image\\\"?\"},"
                        + "{\"code\":\"duplicate-key\",\"severity\":\"error\","
                        + "\"message\":\"key \\\"image\\\" is already set at line 3\",\"file\":\"compose.yaml\","
                        + "\"start\":{\"line\":5,\"column\":5},\"end\":{\"line\":5,\"column\":10},\"related\":[{\"message\":"
                        + "\"set here\",\"file\":\"compose.yaml\",\"start\":{\"line\":3,\"column\":5}}],\"suggestion\":null}]\n",
                run("config", "--diagnostics=json"));
        assertEquals(1, code);
    }

    @Test
    void diagnosticsHaveTheMembersThatTheirSchemaNames() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services:\n  a: {image: x, image: z}\n");
        ObjectMapper json = new ObjectMapper();
        JsonNode schema =
                json.readTree(Path.of("../docs/diagnostics.schema.json").toFile());
        JsonNode problem = json.readTree(run("config", "--diagnostics=json")).path(0);
        JsonNode members = schema.path("items").path("properties");
        assertEquals(names(members), names(problem));
        assertEquals(
                names(members.path("related").path("items").path("properties")),
                names(problem.path("related").path(0)));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aFaultyFileOfVariablesIsADiagnosticAtItsLine() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: x}}\n");
        Files.writeString(folder.resolve(".env"), "A=1\n B C=2\n");
        assertEquals(
                "[{\"code\":\"env-file\",\"severity\":\"error\",\"message\":\"key cannot contain a space\",\"file\":\".env\","
                        + "\"start\":{\"line\":2,\"column\":2},\"end\":{\"line\":2,\"column\":7},\"related\":[],\"suggestion\":null}]\n",
                run("config", "--diagnostics=json"));
    }

    @Test
    void standardInputHasAName() {
        assertEquals(
                "<stdin>:2:7: services.a: unknown key \"imag\" (did you mean \"image\"?)\n", run("-f", "-", "config"));
    }

    @Test
    void itsProblemsEndBehindTheirLastCharacterAndItsCommentsSilence() {
        assertTrue(run("-f", "-", "config", "--diagnostics=json")
                .contains("\"start\":{\"line\":2,\"column\":7},\"end\":{\"line\":2,\"column\":11}"));
        String text = "services:\n  a: {image: x} # jcompose:ignore mutable-tag\n  b: {image: y}\n";
        ConfigCall call = ConfigCall.of(folder, Map.of("HOME", "/nowhere"), text, "-f", "-", "config", "--lint");
        assertEquals(
                "<stdin>:3:7: services.b: image y may be another one tomorrow (name a version) [mutable-tag]\n",
                call.told());
    }

    @Test
    void aFaultInALongTextShowsItsLineAlone() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                "services:\n  a:\n    image: x\n    command: |\n      echo a\n      echo ${}\n      echo b\n");
        assertEquals(
                "compose.yaml:6:12: services.a.command: invalid interpolation format: \"echo ${}\"; a literal $ is written $$\n",
                run("config"));
    }

    @Test
    void anExplanationOfNothingSaysSo() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: x}}\n");
        assertEquals(
                "the stack has nothing at services.b (--explain without a path tells of all)\n",
                run("config", "--explain=services.b"));
        assertEquals(1, code);
    }

    @Test
    void emptyStandardInputHasItToo() {
        ConfigCall call = ConfigCall.of(folder, Map.of("HOME", "/nowhere"), "", "-f", "-", "config");
        assertEquals("<stdin>: empty compose file\n", call.told());
    }

    @Test
    void aFileOfVariablesThatIsNotThereIsNamedOnce() {
        assertEquals("none.env: couldn't find this env file\n", run("--env-file", "none.env", "-f", "-", "config"));
    }

    @Test
    void aVariableThatNothingNamesIsToldAndCanBeSilenced() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                "services: {a: {image: \"x:${TAG}\", environment: [ALONE], build: {context: ., args: {ARG: }}}}\n");
        Files.writeString(
                folder.resolve(".env"),
                "TAG=1\nALONE=2\nARG=3\nCOMPOSE_PROJECT_NAME=p\nOTHER=4\n# jcompose:ignore unused-variable\nQUIET=5\n");
        assertEquals(".env:5:1: nothing names the variable OTHER [unused-variable]\n", run("config", "--lint"));
        assertEquals(0, code);
        run("config", "--lint=error");
        assertEquals(1, code);
        Files.writeString(folder.resolve("compose.yaml"), "services: {a: {image: \"x:1\", env_file: .env}}\n");
        assertEquals("", run("config", "--lint"));
    }
}
