package dev.jcompose.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.archive.TarEntry;
import dev.jcompose.engine.archive.TarWriter;
import dev.jcompose.engine.content.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: layers have owners. */
@Tag("root")
class LayersTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path dir;

    /** Pulls unpack, builds adopt, and both may come to the same content at once. */
    @Test
    void layersOfOneContentMayComeAtOnceFromEverywhere() throws Exception {
        var layers = new Layers(dir);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] tar = tar("round " + round);
                Digest diffId = Digest.of(tar);
                List<Callable<Object>> makers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    makers.add(() -> {
                        layers.unpack(diffId, new ByteArrayInputStream(tar));
                        return diffId;
                    });
                    makers.add(() -> {
                        Path filled = layers.prepare();
                        Files.writeString(filled.resolve("file"), new String(content(tar), StandardCharsets.UTF_8));
                        layers.adopt(filled, diffId);
                        return diffId;
                    });
                    makers.add(() -> assertThrows(
                            EngineException.class,
                            () -> layers.unpack(Digest.of(new byte[] {1}), new ByteArrayInputStream(tar)),
                            "other content under a name that it has not"));
                }
                for (Future<Object> each : threads.invokeAll(makers)) {
                    each.get();
                }
                assertEquals(
                        "round " + round, Files.readString(layers.path(diffId).resolve("file")));
            }
        }
        try (Stream<Path> left = Files.list(dir.resolve("sha256"))) {
            List<String> names = left.map(each -> each.getFileName().toString()).toList();
            assertEquals(ROUNDS, names.size(), names.toString());
            assertTrue(names.stream().allMatch(each -> each.length() == 64), names.toString());
        }
    }

    private static byte[] tar(String content) throws IOException {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        tar.write(TarEntry.file("file", 0644, bytes.length), bytes);
        tar.finish();
        return out.toByteArray();
    }

    /** The one member's bytes. */
    private static byte[] content(byte[] tar) {
        String text = new String(tar, 512, 16, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf(0)).getBytes(StandardCharsets.UTF_8);
    }
}
