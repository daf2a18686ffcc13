package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes into containers and out of them. */
@Tag("root")
@WithTicker
class CopiesTest {
    private final Launched jcompose;

    CopiesTest(Launched jcompose) {
        this.jcompose = jcompose;
    }

    @Test
    void filesGoInAndOut() throws Exception {
        Path file = Files.writeString(jcompose.folder().resolve("note.txt"), "noted");
        String told =
                jcompose.run("cp", file.toString(), "ticker:/tmp/note.txt").ok().err();
        String what = file + " to verbs-ticker-1:/tmp/note.txt\n";
        assertEquals(" verbs-ticker-1 Copying " + what + " verbs-ticker-1 Copied " + what, told);
        ok("cp", "ticker:/tmp/note.txt", jcompose.folder().resolve("back.txt").toString());
        assertEquals("noted", Files.readString(jcompose.folder().resolve("back.txt")));
        Path tar = jcompose.folder().resolve("note.tar");
        assertEquals(
                0,
                new ProcessBuilder("tar", "-C", jcompose.folder().toString(), "-cf", tar.toString(), "note.txt")
                        .start()
                        .waitFor());
        jcompose.fed(Files.readAllBytes(tar), "cp", "-", "cat:/tmp").ok();
        assertEquals("noted", ok("exec", "-T", "cat", "cat", "/tmp/note.txt"));
        assertTrue(ok("cp", "cat:/tmp/note.txt", "-").contains("noted"));
        assertEquals(1, jcompose.run("cp", "ticker:/no/such", "-").code());
        Path whole = jcompose.folder().resolve("whole.tar");
        String exported =
                jcompose.run("export", "-o", whole.toString(), "ticker").ok().err();
        assertTrue(exported.endsWith(" verbs-ticker-1 Exported to " + whole + "\n"), exported);
        assertTrue(new String(Files.readAllBytes(whole), StandardCharsets.ISO_8859_1).contains("tmp/note.txt"));
        String image = ok(
                        "commit", "-m", "said", "-c", "CMD [\"cat\", \"/tmp/note.txt\"]", "ticker", "verbs-committed:1")
                .strip();
        assertTrue(image.startsWith("sha256:"), image);
    }

    private String ok(String... words) throws Exception {
        return jcompose.run(words).ok().out();
    }
}
