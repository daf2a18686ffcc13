package dev.jcompose.cli.config;

import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.output.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest of what makes a service's containers what they are; how many there are and when they start is not in it. */
final class ServiceDigest {
    private static final List<String> NOT_OF_A_CONTAINER =
            List.of("build", "pull_policy", "scale", "depends_on", "profiles");

    private ServiceDigest() {}

    static String of(Service service) {
        Mapping tree = service.tree();
        for (String key : NOT_OF_A_CONTAINER) {
            tree = tree.without(key);
        }
        Mapping deploy = tree.mapping("deploy");
        tree = deploy == null ? tree : tree.with("deploy", deploy.without("replicas"));
        byte[] text = JsonWriter.plain(tree).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
