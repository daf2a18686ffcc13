package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.DigestOutput;
import dev.jcompose.engine.registry.Proxies;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The file that ADD fetches from a URL, alone in a folder of its own, gone when it is closed. */
record RemoteFile(Path path, Dir folder, String name) implements AutoCloseable {
    static final String CONTENT = "content";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static RemoteFile fetch(String url, String checksum, Path scratch, Map<String, String> proxies) throws IOException {
        URI uri = URI.create(url);
        Path folder = Files.createTempDirectory(scratch, "remote");
        Path file = folder.resolve(CONTENT);
        try (var client = client(proxies);
                var out = new DigestOutput(Files.newOutputStream(file))) {
            var answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw EngineException.unavailable(url + " answered " + answer.statusCode(), null);
                }
                body.transferTo(out);
            }
            Digest digest = out.digest();
            if (!checksum.isEmpty() && !digest.toString().equals(checksum)) {
                throw EngineException.invalid(url + " is " + digest + ", not " + checksum);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            // The JDK's client says of most failures their class alone.
            String why = e instanceof ConnectException ? "nobody answers there" : String.valueOf(e.getMessage());
            throw EngineException.unavailable("cannot fetch " + url + ": " + why, e);
        }
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
        String path = uri.getPath() == null ? "" : uri.getPath();
        return new RemoteFile(folder, Dir.of(folder), path.substring(path.lastIndexOf('/') + 1));
    }

    /** By the proxies of the build, else by those of the daemon. */
    private static HttpClient client(Map<String, String> proxies) {
        return new Proxies(proxies.isEmpty() ? System.getenv() : proxies)
                .equip(HttpClient.newBuilder())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public void close() {
        folder.close();
        Dir.delete(path);
    }
}
