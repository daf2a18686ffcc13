package dev.jcompose.engine.build;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.DigestOutput;
import dev.jcompose.linux.file.Dir;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
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
        try (var client = client(uri, proxies);
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
        }
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
        String path = uri.getPath() == null ? "" : uri.getPath();
        return new RemoteFile(folder, Dir.of(folder), path.substring(path.lastIndexOf('/') + 1));
    }

    private static HttpClient client(URI uri, Map<String, String> proxies) {
        var builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10));
        String name = "https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
        String proxy = proxies.getOrDefault(name, proxies.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), ""));
        if (!proxy.isEmpty()) {
            URI at = URI.create(proxy);
            builder.proxy(ProxySelector.of(new InetSocketAddress(at.getHost(), at.getPort() < 0 ? 80 : at.getPort())));
        }
        return builder.build();
    }

    @Override
    public void close() {
        folder.close();
        Dir.delete(path);
    }
}
