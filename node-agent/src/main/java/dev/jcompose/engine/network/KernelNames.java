package dev.jcompose.engine.network;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The names of kernel objects, derived from ids, so that what a crash left behind can be told from what belongs to others.
 * Interface names have 15 characters: two for the kind, six for the instance, seven for the object (36 bits of a digest).
 */
record KernelNames(String instance) {
    private static final int DIGITS = 7;

    String bridge(String network) {
        return "jb" + instance + digest(network);
    }

    /** {@code start} tells the starts of one container apart: the kernel takes its time to delete the link of the last one. */
    String veth(String container, String network, String start) {
        return "jv" + instance + digest(container + " " + network + " " + start);
    }

    String table() {
        return "jcompose_" + instance;
    }

    /** Whether an interface is one that this instance may delete. */
    boolean owns(String link) {
        return link.length() == 15 && (link.startsWith("jb" + instance) || link.startsWith("jv" + instance));
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var digits = new BigInteger(1, hash).toString(36);
            return digits.substring(digits.length() - DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
