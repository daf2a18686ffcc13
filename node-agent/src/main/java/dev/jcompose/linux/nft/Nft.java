package dev.jcompose.linux.nft;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.jcompose.linux.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The nftables of the network namespace in which {@link #open} was called. Safe for several threads, one of which
 * is served at a time.
 */
public final class Nft implements AutoCloseable {
    private static final int OUTPUT_JSON = 1 << 4;
    private static final int OUTPUT_NUMERIC_PROTO = 1 << 7;

    /** One for all: the library keeps its interface names and more in variables that its contexts share. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private final MemorySegment context;
    private boolean closed;

    private Nft(MemorySegment context) {
        this.context = context;
    }

    /** Throws {@link NftException} where the host has no libnftables. */
    public static Nft open() {
        LOCK.lock();
        try {
            var context = (MemorySegment) Library.NEW.invokeExact(0);
            if (context.equals(MemorySegment.NULL)) {
                throw new NftException("libnftables could not open its netlink socket", "");
            }
            Library.OUTPUT_FLAGS.invokeExact(context, OUTPUT_JSON | OUTPUT_NUMERIC_PROTO);
            int output = (int) Library.BUFFER_OUTPUT.invokeExact(context);
            int error = (int) Library.BUFFER_ERROR.invokeExact(context);
            if (output != 0 || error != 0) {
                throw new NftException("libnftables could not buffer its output", "");
            }
            return new Nft(context);
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new NftException("libnftables.so.1 cannot be loaded: install the package libnftables1", "", e);
        } catch (Throwable t) {
            throw Native.broken(t);
        } finally {
            LOCK.unlock();
        }
    }

    /** Runs all of {@code commands} as one transaction: either each of them holds afterwards or none. */
    public void apply(String commands) {
        run(commands);
    }

    /** The answer to a {@code list} command as JSON. */
    public String list(String command) {
        return run(command);
    }

    private String run(String commands) {
        LOCK.lock();
        try (var arena = Arena.ofConfined()) {
            if (closed) {
                throw new NftException("the connection to nftables has been closed", commands);
            }
            int result = (int) Library.RUN.invokeExact(context, arena.allocateFrom(commands));
            var output = text((MemorySegment) Library.OUTPUT.invokeExact(context));
            var error = text((MemorySegment) Library.ERROR.invokeExact(context));
            if (result != 0) {
                throw new NftException(error.strip(), commands);
            }
            return output;
        } catch (Throwable t) {
            throw Native.broken(t);
        } finally {
            LOCK.unlock();
        }
    }

    @Override
    public void close() {
        LOCK.lock();
        try {
            if (!closed) {
                closed = true;
                Library.FREE.invokeExact(context);
            }
        } catch (Throwable t) {
            throw Native.broken(t);
        } finally {
            LOCK.unlock();
        }
    }

    private static String text(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? ""
                : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** Loaded at the first use, so that a host without the library can still run what needs no networks. */
    private static final class Library {
        private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup("libnftables.so.1", Arena.global());
        static final MethodHandle NEW = function("nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        static final MethodHandle FREE = function("nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS));
        static final MethodHandle OUTPUT_FLAGS =
                function("nft_ctx_output_set_flags", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        static final MethodHandle BUFFER_OUTPUT =
                function("nft_ctx_buffer_output", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        static final MethodHandle BUFFER_ERROR =
                function("nft_ctx_buffer_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        static final MethodHandle OUTPUT =
                function("nft_ctx_get_output_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        static final MethodHandle ERROR = function("nft_ctx_get_error_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        static final MethodHandle RUN =
                function("nft_run_cmd_from_buffer", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

        private Library() {}

        private static MethodHandle function(String name, FunctionDescriptor descriptor) {
            return Native.function(SYMBOLS, name, descriptor);
        }
    }
}
