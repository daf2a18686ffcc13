package dev.jcompose.linux.seccomp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jcompose.linux.LinuxException;
import dev.jcompose.linux.Native;
import dev.jcompose.linux.stream.Pipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/** A filter under construction; compile it and close it. Used by one thread. */
public final class Filter implements AutoCloseable {
    private static final int UNKNOWN_SYSCALL = -1;
    private static final int ARGUMENT_BYTES = 24;
    private static final int EEXIST = -17;
    private static final int CTL_OPTIMIZE = 8;
    private static final int BINARY_TREE = 2;

    private static final Optional<Library> LIBRARY = Library.load();

    private final Library library;
    private final MemorySegment context;

    private record Library(
            MethodHandle init,
            MethodHandle release,
            MethodHandle attributeSet,
            MethodHandle archResolve,
            MethodHandle archAdd,
            MethodHandle syscallResolve,
            MethodHandle ruleAdd,
            MethodHandle export) {
        static Optional<Library> load() {
            try {
                var lib = SymbolLookup.libraryLookup("libseccomp.so.2", Arena.global());
                return Optional.of(new Library(
                        Native.function(lib, "seccomp_init", FunctionDescriptor.of(ADDRESS, JAVA_INT)),
                        Native.function(lib, "seccomp_release", FunctionDescriptor.ofVoid(ADDRESS)),
                        Native.function(
                                lib, "seccomp_attr_set", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT)),
                        Native.function(lib, "seccomp_arch_resolve_name", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
                        Native.function(lib, "seccomp_arch_add", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
                        Native.function(lib, "seccomp_syscall_resolve_name", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
                        Native.function(
                                lib,
                                "seccomp_rule_add_array",
                                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS)),
                        Native.function(
                                lib, "seccomp_export_bpf", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    private Filter(Library library, MemorySegment context) {
        this.library = library;
        this.context = context;
    }

    /** Empty where the host has no libseccomp. Actions are the kernel's SECCOMP_RET numbers. */
    public static Optional<Filter> begin(int defaultAction) {
        return LIBRARY.map(library -> {
            try {
                var filter = new Filter(library, (MemorySegment) library.init().invokeExact(defaultAction));
                filter.searchByTree();
                return filter;
            } catch (Throwable t) {
                throw Native.broken(t);
            }
        });
    }

    /**
     * Whoever loads the program waits until the kernel has tried it with each of some 900 system calls: a chain of comparisons
     * takes a millisecond for that. A libseccomp before 2.5 knows the chain alone.
     */
    private void searchByTree() throws Throwable {
        int ignored = (int) library.attributeSet().invokeExact(context, CTL_OPTIMIZE, BINARY_TREE);
    }

    /** @param name as libseccomp has it: {@code x86_64}, {@code x86}, {@code aarch64} */
    public void architecture(String name) {
        try (var arena = Arena.ofConfined()) {
            int token = (int) library.archResolve().invokeExact(arena.allocateFrom(name));
            int result = (int) library.archAdd().invokeExact(context, token);
            if (result != EEXIST) {
                check("architecture " + name, result);
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** A comparison of an argument; operators count from 1: != < <= == >= > and masked equality. */
    public record Argument(int index, int operator, long a, long b) {}

    /** A system call that this libseccomp does not know is passed over: nobody can make it by name here either. */
    public void rule(int action, String syscall, List<Argument> arguments) {
        try (var arena = Arena.ofConfined()) {
            int number = (int) library.syscallResolve().invokeExact(arena.allocateFrom(syscall));
            if (number == UNKNOWN_SYSCALL) {
                return;
            }
            MemorySegment array = arena.allocate((long) ARGUMENT_BYTES * Math.max(1, arguments.size()), 8);
            for (int i = 0; i < arguments.size(); i++) {
                Argument each = arguments.get(i);
                long at = (long) i * ARGUMENT_BYTES;
                array.set(JAVA_INT, at, each.index());
                array.set(JAVA_INT, at + 4, each.operator());
                array.set(JAVA_LONG, at + 8, each.a());
                array.set(JAVA_LONG, at + 16, each.b());
            }
            check("rule for " + syscall, (int)
                    library.ruleAdd().invokeExact(context, action, number, arguments.size(), array));
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    /** The filter's program, as the kernel takes it. */
    public byte[] compile() {
        try (var pipe = Pipe.open()) {
            // The program may be larger than a pipe holds: it is read while it is written.
            var program = new FutureTask<>(() -> pipe.readEnd().input().readAllBytes());
            Thread.ofPlatform().daemon().name("seccomp").start(program);
            int result =
                    (int) library.export().invokeExact(context, pipe.writeEnd().number());
            pipe.writeEnd().close();
            byte[] bytes = program.get();
            check("export", result);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }

    private static void check(String what, int result) {
        if (result < 0) {
            throw new LinuxException("seccomp " + what, -result);
        }
    }

    @Override
    public void close() {
        try {
            library.release().invokeExact(context);
        } catch (Throwable t) {
            throw Native.broken(t);
        }
    }
}
