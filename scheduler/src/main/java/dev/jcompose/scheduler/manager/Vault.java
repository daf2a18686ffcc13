package dev.jcompose.scheduler.manager;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import dev.jcompose.store.Batch;
import dev.jcompose.store.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Contents of secrets and configs, and logins of registries, encrypted in the store by AES-GCM. The key lies in a file of its own, root's alone, so that
 * a copy of the store without it tells nothing.
 */
final class Vault {

    private static final String TABLE = "secret";
    private static final int NONCE = 12;

    private final StateStore store;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec sealing;
    private final SecretKeySpec printing;

    Vault(StateStore store, Path keyFile) {
        this.store = store;
        byte[] key = key(keyFile);
        sealing = new SecretKeySpec(key, 0, 32, "AES");
        printing = new SecretKeySpec(key, 32, 32, "HmacSHA256");
    }

    private byte[] key(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[64];
                random.nextBytes(fresh);
                Path unfinished = file.resolveSibling(file.getFileName() + ".new");
                Files.deleteIfExists(unfinished);
                Files.createFile(
                        unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(fresh));
                    channel.force(true);
                }
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                // A secret may be durable right after this: its key's name has to be, too.
                try (FileChannel folder =
                        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                    folder.force(true);
                }
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw EngineException.unavailable("key of the secrets " + file + ": " + e.getMessage(), e);
        }
    }

    /** Equal for equal content, and of no use to whoever has not the key. Sixteen hex digits. */
    String fingerprint(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(printing);
            return HexFormat.of().formatHex(mac.doFinal(content), 0, 8);
        } catch (GeneralSecurityException e) {
            throw broken("fingerprint", e);
        }
    }

    void seal(Batch into, String id, byte[] content) {
        try {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, sealing, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
            byte[] closed = cipher.doFinal(content);
            into.put(
                    TABLE,
                    id,
                    ByteBuffer.allocate(NONCE + closed.length)
                            .put(nonce)
                            .put(closed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw broken(id, e);
        }
    }

    byte[] open(String id) {
        return find(id).orElseThrow(
                        () -> EngineException.notFound("the store has no content of " + id + ": run up again"));
    }

    Optional<byte[]> find(String id) {
        return store.get(TABLE, id).map(closed -> opened(id, closed));
    }

    void forget(Batch into, String id) {
        into.delete(TABLE, id);
    }

    private byte[] opened(String id, byte[] closed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, sealing, new GCMParameterSpec(128, closed, 0, NONCE));
            cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(closed, NONCE, closed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw broken(id, e);
        }
    }

    /** Deletes what a stack no longer needs. */
    void keepOnly(Batch into, String stack, Set<String> needed) {
        List<String> stale = new ArrayList<>();
        store.scan(TABLE, stack + "/", (id, closed) -> {
            if (!needed.contains(id)) {
                stale.add(id);
            }
        });
        stale.forEach(id -> into.delete(TABLE, id));
    }

    private static EngineException broken(String what, GeneralSecurityException cause) {
        return new EngineException(
                ErrorKind.INTERNAL,
                "content of " + what + " cannot be read with the key of this data root: " + cause.getMessage(),
                cause);
    }
}
