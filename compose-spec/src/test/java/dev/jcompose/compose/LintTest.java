package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jcompose.compose.lint.Lint;
import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LintTest {
    private static List<String> codes(String text) {
        LoadRequest request = new LoadRequest(
                List.of(new StackFile("/stack/compose.yaml", text)),
                "/stack",
                "/stack",
                Map.of("SET", "value"),
                null,
                LoadOptions.DEFAULT.withAllResources(true));
        Project project = ComposeLoader.load(request).orThrow();
        return Lint.check(project).stream().map(Problem::code).toList();
    }

    private static List<String> ofService(String keys) {
        return codes("services:\n  web:\n    image: nginx:1\n    " + keys + "\nsecrets: {}\n");
    }

    @Test
    void aResourceThatNoServiceUsesIsTold() {
        assertEquals(List.of("unused-resource"), codes("services: {a: {image: \"x:1\"}}\nvolumes: {v: {}}\n"));
        assertEquals(
                List.of(), codes("services: {a: {image: \"x:1\", volumes: [\"data:/v\"]}}\nvolumes: {data: {}}\n"));
    }

    @Test
    void aPortThatTwoServicesPublishIsTold() {
        assertEquals(
                List.of("port-clash"),
                codes(
                        "services:\n  a: {image: \"x:1\", ports: [\"80:80\"]}\n  b: {image: \"x:1\", ports: [\"80:81\"]}\n"));
        assertEquals(
                List.of(),
                codes(
                        "services:\n  a: {image: \"x:1\", ports: [\"80:80\"]}\n  b: {image: \"x:1\", ports: [\"80:80/udp\"]}\n"));
    }

    @Test
    void anAddressOfAllMeetsEveryOther() {
        String two = "services:\n  a: {image: \"x:1\", ports: [\"%s\"]}\n  b: {image: \"x:1\", ports: [\"%s\"]}\n";
        assertEquals(List.of("port-clash"), codes(two.formatted("80:80", "127.0.0.1:80:80")));
        assertEquals(List.of(), codes(two.formatted("127.0.0.2:80:80", "127.0.0.1:80:80")));
        assertEquals(List.of(), codes(two.formatted("8000-8010:80", "8000:80")));
        assertEquals(List.of("port-clash"), ofService("ports: [\"80:80\", \"80:81\"]"));
    }

    @Test
    void anImageWithoutAFixedVersionIsTold() {
        assertEquals(List.of("mutable-tag"), codes("services: {a: {image: host:5000/x}}\n"));
        assertEquals(List.of("mutable-tag"), codes("services: {a: {image: \"x:latest\"}}\n"));
        assertEquals(List.of(), codes("services: {a: {image: \"x:1.2\"}, b: {build: .}}\n"));
    }

    @Test
    void aSecretWrittenIntoTheFileIsTold() {
        assertEquals(List.of("plain-secret"), ofService("environment: {DB_PASSWORD: hunter2}"));
        assertEquals(List.of(), ofService("environment: {DB_PASSWORD: \"${SET}\", PASSWORD_FILE: /run/secrets/x}"));
        assertEquals(List.of(), ofService("environment: {MYSQL_ALLOW_EMPTY_PASSWORD: \"yes\", TOKENS: 3}"));
    }

    @Test
    void whatHasTheNameOfASecretAndIsNoneIsNotTold() {
        for (String none : List.of(
                "SSL_PRIVATE_KEY: /run/secrets/key.pem",
                "JWT_SIGNING_KEY: ./keys/jwt.pem",
                "TLS_PRIVATE_KEY: \"file:///certs/key\"",
                "MAX_TOKENS: 128000",
                "PUSHER_APP_KEY: 1a2b",
                "NEXT_PUBLIC_POSTHOG_API_KEY: phc_1a2b",
                "USE_TOKEN: enabled")) {
            assertEquals(List.of(), ofService("environment: {%s}".formatted(none)), none);
        }
        for (String one : List.of(
                "AWS_SECRET_ACCESS_KEY: /kq3+Zr0==",
                "SIGNING_KEY: AQAB/x",
                "AUTH_TOKEN: 128000",
                "APP_KEY: base64:AQAB",
                "WORDPRESS_LOGGED_IN_KEY: AQAB",
                "WORDPRESS_NONCE_SALT: AQAB",
                "PUBLIC_CLOUD_PASSWORD: hunter2")) {
            assertEquals(List.of("plain-secret"), ofService("environment: {%s}".formatted(one)), one);
        }
    }

    @Test
    void aSecretThatLostItsDollarIsTold() {
        assertEquals(List.of("empty-secret"), ofService("environment: {DB_PASSWORD: \"${NOT_SET}\"}"));
        assertEquals(List.of("empty-secret"), ofService("environment: {DB_PASSWORD: \"ab$cd\"}"));
        assertEquals(List.of("plain-secret"), ofService("environment: {DB_PASSWORD: \"1$2\"}"));
        assertEquals(List.of(), ofService("environment: {DB_PASSWORD: \"${NOT_SET:-}\"}"));
    }

    @Test
    void aModeWithoutItsZeroIsTold() {
        String secret =
                "services:\n  a:\n    image: x:1\n    secrets: [{source: s, mode: %s}]\nsecrets: {s: {file: ./s}}\n";
        assertEquals(List.of("decimal-mode"), codes(secret.formatted("400")));
        assertEquals(List.of(), codes(secret.formatted("0400")));
        assertEquals(List.of(), codes(secret.formatted("0640")));
    }
}
