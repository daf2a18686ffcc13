package dev.jcompose.engine.registry;

import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom TLS trusts: the host's own authorities and those of {@code certs.d}; anyone where a registry is insecure by opt-in. */
final class Trust {
    /** Where Linux distributions keep the bundle that the administrator can add to. */
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    private Trust() {}

    static SSLContext of(Path certificates) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Path file : files(certificates)) {
                try (var in = Files.newInputStream(file)) {
                    for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                        store.setCertificateEntry("ca-" + count++, each);
                    }
                }
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(count == 0 ? null : store);
            return context(factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw EngineException.unavailable(
                    "the certificates of " + certificates + " or of this host cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> files(Path certificates) throws IOException {
        var all = new ArrayList<Path>();
        BUNDLES.stream().filter(Files::isReadable).findFirst().ifPresent(all::add);
        if (Files.isDirectory(certificates)) {
            try (var files = Files.newDirectoryStream(certificates, "*.crt")) {
                files.forEach(all::add);
            }
        }
        return all;
    }

    static SSLContext anyone() {
        try {
            return context(new TrustManager[] {new Anyone()});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /** Only for hosts that the user named insecure. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
