package dev.jcompose.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreterTest {
    private static Optional<Interpreter> of(String text) {
        return Interpreter.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"#!/bin/sh\\necho | /bin/sh", "#! \\t/usr/bin/env -S x y\\n | /usr/bin/env", "#!/bin/sh | /bin/sh"
            })
    void aScriptNamesItsInterpreter(String text, String path) {
        assertEquals(
                Optional.of(new Interpreter(path, true)),
                of(text.replace("\\n", "\n").replace("\\t", "\t")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "#!", "#!\n/bin/sh", "echo", "\u007fELF", " #!/bin/sh"})
    void whatNamesNoneNeedsNone(String text) {
        assertEquals(Optional.empty(), of(text));
    }

    @Test
    void aDynamicallyLinkedProgramNamesItsLoaderAndAStaticOneNone() throws IOException {
        byte[] java = Files.readAllBytes(Path.of(System.getProperty("java.home"), "bin", "java"));
        Interpreter loader =
                Interpreter.of(Arrays.copyOf(java, Interpreter.HEAD)).orElseThrow();
        assertTrue(!loader.ofScript() && Files.exists(Path.of(loader.path())), loader.path());
        for (int length : new int[] {4, 0x40, 0x80, 0x100}) {
            assertEquals(Optional.empty(), Interpreter.of(Arrays.copyOf(java, length)));
        }
    }

    @Test
    void ofWhatIsMissingItIsSaidThatTheProgramIsThere() {
        assertEquals(
                "/x is there, but its first line ends in a carriage return, which the kernel takes for a part of /bin/sh:"
                        + " save it with the line ends of Unix",
                new Interpreter("/bin/sh\r", true).missing("/x"));
        assertEquals(
                "/x is there, but not the loader /lib64/ld-linux-x86-64.so.2 that it is linked to: build it for the libc of"
                        + " this image, or statically",
                new Interpreter("/lib64/ld-linux-x86-64.so.2", false).missing("/x"));
    }
}
