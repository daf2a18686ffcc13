package dev.jcompose.linux;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waiting for what has begun and will not stop halfway: a namespace that is being made, a program that is being started. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Who is interrupted meanwhile waits all the same, and finds the thread interrupted afterwards. */
    public static <T extends @Nullable Object> T get(Future<T> begun) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return begun.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
