package dev.jcompose.cli;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The same work for many things, a virtual thread each. */
public final class AtOnce {
    private AtOnce() {}

    /** In the order of the things; the first failure is thrown. */
    public static <T, R> List<R> map(List<T> things, Function<T, R> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<R>> results = things.stream()
                    .map(thing -> CompletableFuture.supplyAsync(() -> work.apply(thing), threads))
                    .toList();
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
