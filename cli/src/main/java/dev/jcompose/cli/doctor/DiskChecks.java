package dev.jcompose.cli.doctor;

import dev.jcompose.cli.output.Human;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The disk under images, layers and volumes. */
record DiskChecks(Path data) {
    private static final long LITTLE = 1L << 30;
    private static final long SCARCE = 5L << 30;
    private static final Set<String> WITHOUT_UPPER = Set.of("overlay", "nfs", "nfs4", "cifs", "vfat", "exfat", "ntfs");

    List<Finding> all() {
        Path there = data.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            FileStore store = Files.getFileStore(there);
            return List.of(space(store), kind(store));
        } catch (IOException e) {
            return List.of(Finding.missing("disk", data + " cannot be looked at: " + e.getMessage(), "see the reason"));
        }
    }

    private Finding space(FileStore store) throws IOException {
        long free = store.getUsableSpace();
        String text = Human.size(free) + " free for " + data;
        String cure = "make room, or name a folder with more by JCOMPOSE_DATA_ROOT";
        if (free < LITTLE) {
            return Finding.missing("disk", text, cure);
        }
        return free < SCARCE ? Finding.note("disk", text, cure) : Finding.good("disk", text);
    }

    private Finding kind(FileStore store) {
        return Finding.of(
                !WITHOUT_UPPER.contains(store.type()),
                "file system",
                store.type(),
                "overlayfs cannot write on it: name a folder on ext4, xfs or btrfs by JCOMPOSE_DATA_ROOT");
    }
}
