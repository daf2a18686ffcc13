package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.system.AuthConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real files and a real credential helper, written in shell. */
class RegistryLoginsTest {
    /** Keeps one secret a registry in files beside itself; says what the well-known helpers say where it has none. */
    private static final String HELPER = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            read -r word || :
            case $1 in
            get) [ -f "kept.$word" ] || { echo "credentials not found in native keychain"; exit 1; }
                 cat "kept.$word" ;;
            list) echo '{"quay.test":"them","token.test":"<token>"}' ;;
            store) echo "$word" > stored ;;
            erase) echo "$word" > erased ;;
            esac
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

    private RegistryLogins logins(String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config.replace('\'', '"'));
        return new RegistryLogins(
                Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin"),
                new PrintStream(warnings, true, StandardCharsets.UTF_8));
    }

    private void helper() throws IOException {
        Path program = Files.writeString(folder.resolve("docker-credential-vault"), HELPER);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("kept.quay.test"), "{\"Username\":\"them\",\"Secret\":\"s3cret\"}");
        Files.writeString(folder.resolve("kept.token.test"), "{\"Username\":\"<token>\",\"Secret\":\"t0ken\"}");
    }

    @Test
    void anEntryIsFoundByItsHostHoweverItWasWritten() throws IOException {
        // user:pa:ss
        RegistryLogins logins = logins(
                "{'auths':{'https://reg.test:5000/v1/':{'auth':'dXNlcjpwYTpzcw=='},'plain.test':{'username':'u','password':'p'}}}");
        assertEquals(new AuthConfig("user", "pa:ss", "", "reg.test:5000", "", ""), logins.login("reg.test:5000"));
        assertEquals(new AuthConfig("u", "p", "", "plain.test", "", ""), logins.login("plain.test"));
        assertEquals(AuthConfig.ANONYMOUS, logins.login("other.test"));
        assertEquals(Set.of("reg.test:5000", "plain.test"), logins.all().keySet());
    }

    @Test
    void onlyRegistriesWithALoginAreSent() throws IOException {
        RegistryLogins logins = logins("{'auths':{'a.test':{'auth':'dTpw'},'b.test':{'auth':'dTpw'},'empty.test':{}}}");
        assertEquals(
                List.of("a.test"),
                List.copyOf(logins.of(new LinkedHashSet<>(List.of("a.test", AuthConfig.HUB, "empty.test")))
                        .keySet()));
    }

    @Test
    void imagesOfTheHubAreLoggedInByItsOwnName() {
        for (String image : List.of("debian", "team/app:1", "docker.io/library/debian", "index.docker.io/x/y")) {
            assertEquals(AuthConfig.HUB, RegistryLogins.registryOf(image));
        }
        assertEquals("localhost", RegistryLogins.registryOf("localhost/app"));
        assertEquals("reg.test:5000", RegistryLogins.registryOf("reg.test:5000/team/app@sha256:00"));
    }

    @Test
    void helpersAreAskedForTheirRegistriesAndTheFileForTheRest() throws IOException {
        helper();
        RegistryLogins logins = logins(
                "{'auths':{'a.test':{'auth':'dTpw'}},'credHelpers':{'quay.test':'vault','token.test':'vault','none.test':'vault'}}");
        assertTrue(logins.asksHelpers());
        assertEquals("s3cret", logins.login("quay.test").password());
        assertEquals(new AuthConfig("", "", "", "token.test", "t0ken", ""), logins.login("token.test"));
        assertEquals(Set.of("a.test", "quay.test", "token.test"), logins.all().keySet());
        assertEquals("", warnings.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aStoreKeepsAllOfThem() throws IOException {
        helper();
        RegistryLogins logins = logins("{'auths':{'quay.test':{}},'credsStore':'vault'}");
        assertEquals(Set.of("quay.test", "token.test"), logins.all().keySet());
        logins.keep(new AuthConfig("me", "mine", "", "new.test", "", ""));
        assertEquals(
                "{\"ServerURL\":\"new.test\",\"Username\":\"me\",\"Secret\":\"mine\"}\n",
                Files.readString(folder.resolve("stored")));
        assertTrue(logins.forget("new.test"));
        assertEquals("new.test\n", Files.readString(folder.resolve("erased")));
    }

    @Test
    void aHelperThatIsMissingIsSaidAndKeepsNobodyFromPublicImages() throws IOException {
        RegistryLogins logins = logins("{'credsStore':'gone'}");
        assertEquals(AuthConfig.ANONYMOUS, logins.login("reg.test"));
        assertTrue(
                warnings.toString(StandardCharsets.UTF_8).contains("docker-credential-gone is not on the PATH"),
                warnings::toString);
    }

    @Test
    void whatIsKeptIsReadAgainAndTheFileIsTheCallersAlone() throws IOException {
        RegistryLogins logins = logins("{'psFormat':'x'}");
        AuthConfig login = new AuthConfig("me", "mine", "", "reg.test", "identity", "");
        logins.keep(login);
        assertEquals(login, logins.login("reg.test"));
        Path file = folder.resolve("config.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(Files.readString(file).contains("psFormat"));
    }

    @Test
    void aBrokenEntryNamesItself() throws IOException {
        RegistryLogins logins = logins("{'auths':{'reg.test':{'auth':'%%%'}}}");
        EngineException broken = assertThrows(EngineException.class, () -> logins.login("reg.test"));
        assertTrue(broken.getMessage().contains("auths.reg.test.auth"), broken.getMessage());
    }
}
