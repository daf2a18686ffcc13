package dev.jcompose.api.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file system said, in words for a user: no names of classes. */
public final class FileFault {
    /** What writing to a stream throws without the name of a file. */
    private static final Set<String> DISK =
            Set.of("no space left on device", "disk quota exceeded", "input/output error", "read-only file system");

    private static final String OURS = "dev.jcompose.";

    private FileFault() {}

    /** What happened and, where it is known, to which file; of what is no fault of files its own words. */
    public static String told(Throwable failure) {
        String told = "";
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Optional<String> reason = reason(each);
            if (told.isEmpty() && each instanceof IOException && each.getMessage() != null) {
                told = each.getMessage();
            }
            if (reason.isPresent()) {
                String file = each instanceof FileSystemException at && at.getFile() != null ? at.getFile() + ": " : "";
                return file + reason.get();
            }
        }
        // Those of this program are written for users.
        String message = failure.getClass().getName().startsWith(OURS) ? failure.getMessage() : null;
        return message != null ? message : told.isEmpty() ? failure.toString() : told;
    }

    /** The reason alone, as {@code no space left on device}; empty where {@code cause} is no fault of files. */
    static Optional<String> reason(@Nullable Throwable cause) {
        return switch (cause) {
            case NoSuchFileException _ -> Optional.of("no such file or directory");
            case AccessDeniedException _ -> Optional.of("permission denied");
            case FileAlreadyExistsException _ -> Optional.of("it is there already");
            case FileSystemException e
            when e.getReason() != null -> Optional.of(e.getReason().toLowerCase(Locale.ROOT));
            case IOException e
            when e.getMessage() != null ->
                Optional.of(e.getMessage().toLowerCase(Locale.ROOT)).filter(DISK::contains);
            case null, default -> Optional.empty();
        };
    }
}
