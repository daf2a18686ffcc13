package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.output.Explanation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static String explain(String wanted, String... texts) {
        List<StackFile> files = new java.util.ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            files.add(new StackFile("/s/" + (char) ('a' + i) + ".yaml", texts[i]));
        }
        LoadRequest request = new LoadRequest(
                files, "/s", "/s", Map.of("TAG", "7", "OTHER_TOKEN", "hunter2"), null, LoadOptions.DEFAULT);
        return Explanation.of(ComposeLoader.load(request).orThrow().tree(), wanted, ExplanationTest::told);
    }

    private static String told(Origin origin) {
        return origin.position() + " " + origin.step() + (origin.detail() == null ? "" : " " + origin.detail());
    }

    @Test
    void aValueTellsTheFileOverridesAndVariablesThatMadeIt() {
        String first = "services:\n  web:\n    image: old\n";
        String second = "services:\n  web:\n    image: new:$TAG\n";
        assertEquals("""
                services.web.image: "new:7"
                    /s/a.yaml:3:12 FILE
                    /s/b.yaml:3:12 OVERRIDE
                    /s/b.yaml:3:12 INTERPOLATION new:$TAG
                """, explain("services.web.image", first, second));
    }

    @Test
    void anEntryOfAListTellsTheOneItReplaced() {
        String first = "services:\n  web: {image: x, environment: {A: 1}}\n";
        String second = "services:\n  web:\n    environment: [A=2]\n";
        assertEquals("""
                services.web.environment.A: "2"
                    /s/a.yaml:2:36 FILE
                    /s/b.yaml:3:19 OVERRIDE
                """, explain("services.web.environment", first, second));
    }

    @Test
    void theNameTellsTheFileTheFolderOrTheCallThatGaveIt() {
        String text = "services: {web: {image: x}}\n";
        assertEquals("name: \"s\"\n    /s DEFAULT the folder's name\n", explain("name", text));
        assertEquals("""
                name: "my7"
                    /s/a.yaml:1:7 FILE
                    /s/b.yaml:1:7 OVERRIDE
                    /s/b.yaml:1:7 INTERPOLATION My$TAG
                    /s/b.yaml:1:7 NORMALISATION project name
                """, explain("name", "name: first\n" + text, "name: My$TAG\n"));
        LoadRequest named = new LoadRequest(
                List.of(new StackFile("/s/a.yaml", text)), "/s", "/s", Map.of(), "given", LoadOptions.DEFAULT);
        assertEquals(
                "name: \"given\"\n     ENVIRONMENT -p or COMPOSE_PROJECT_NAME\n",
                Explanation.of(ComposeLoader.load(named).orThrow().tree(), "name", ExplanationTest::told));
    }

    @Test
    void whatNoFileSaysTellsTheRuleThatGaveIt() {
        String text = "services:\n  web: {build: .}\n";
        assertEquals("""
                services.web.build.dockerfile: "Dockerfile"
                    /s/a.yaml:2:16 DEFAULT build
                """, explain("services.web.build.dockerfile", text));
    }

    @Test
    void secretsAreMaskedWhereverTheyStand() {
        String told = explain(".", """
                services:
                  web:
                    image: x
                    environment: {DB_PASSWORD: hunter2, SECRET_KEY: hunter2, ALL: "$OTHER_TOKEN/x", URL: "pg://me:hunter2@db"}
                    labels: {auth.token: hunter2}
                    annotations: {a.secret: hunter2}
                    command: [run, --password, hunter2, --api-key=hunter2, "TOKEN=hunter2", --requirepass, hunter2]
                    entrypoint: sh -c "PASSWORD=hunter2 run"
                    healthcheck: {test: "ping --password=hunter2"}
                    build: {context: ., args: {API_KEY: hunter2}, labels: {my_token: hunter2}}
                    deploy: {labels: {x.pass: hunter2}}
                    logging: {options: {splunk-token: hunter2}}
                    provider: {type: x, options: {token: [hunter2]}}
                    post_start: [{command: [x], environment: {A_SECRET: hunter2}}]
                    secrets: [s]
                    configs: [c]
                    x-mine: {deep: [{password: hunter2}]}
                secrets: {s: {environment: OTHER_TOKEN}}
                configs: {c: {content: "key = hunter2"}}
                volumes: {v: {driver_opts: {password: hunter2}}}
                """);
        assertFalse(told.contains("hunter2"), told);
        assertTrue(told.contains("services.web.environment.ALL: ********"), told);
        assertTrue(told.contains("INTERPOLATION ${OTHER_TOKEN}"), told);
    }

    @Test
    void aDefaultOfASecretVariableIsMaskedWithIt() {
        String told = explain(".", "services: {web: {image: x, environment: {A: \"${DB_PASSWORD:-hunter2}\"}}}\n");
        assertFalse(told.contains("hunter2"), told);
        assertTrue(told.contains("INTERPOLATION ${DB_PASSWORD}"), told);
    }

    @Test
    void whatOnlyNamesASecretIsTold() {
        String told = explain(".", """
                services:
                  web:
                    image: x
                    environment: {PASSWORD_FILE: /run/secrets/token, EMPTY_TOKEN: ""}
                    secrets: [db_password]
                secrets: {db_password: {file: ./password.txt}}
                """);
        assertFalse(told.contains("****"), told);
    }
}
