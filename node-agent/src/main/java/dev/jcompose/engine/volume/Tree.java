package dev.jcompose.engine.volume;

import dev.jcompose.linux.file.Dir;
import dev.jcompose.linux.file.Stat;

/** Sums over a tree that a container may be changing. */
final class Tree {
    private Tree() {}

    static long bytes(Dir dir) {
        long sum = 0;
        for (String name : dir.list()) {
            Stat stat = dir.stat(name).orElse(null);
            if (stat == null) {
                continue;
            }
            sum += stat.isDirectory() ? 0 : stat.size();
            if (stat.isDirectory()) {
                try (var inner = dir.child(name)) {
                    sum += bytes(inner);
                }
            }
        }
        return sum;
    }
}
