package dev.jcompose.compose.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of YAML, which are UTF-8, or UTF-16 where a byte order mark says so, as some editors of Windows write them. */
public final class TextFile {
    private TextFile() {}

    /** @throws CharacterCodingException where the file is in neither encoding */
    public static String read(Path file) throws IOException {
        try {
            return Files.readString(file); // the fast way, which UTF-16 with its mark never takes
        } catch (CharacterCodingException e) {
            return decode(Files.readAllBytes(file));
        }
    }

    /** @throws CharacterCodingException where the bytes are in neither encoding */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        boolean wide =
                bytes.length > 1 && (bytes[0] & 0xFF ^ bytes[1] & 0xFF) == 1 && (bytes[0] & bytes[1] & 0xFE) == 0xFE;
        return (wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
