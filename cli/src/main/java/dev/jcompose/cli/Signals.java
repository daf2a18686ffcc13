package dev.jcompose.cli;

import dev.jcompose.api.command.CommandRunner;
import java.lang.reflect.Proxy;

/**
 * The signals that a foreground command answers itself. By reflection, because the JDK has no other way than a class of
 * which the compiler warns without a way to say that it is meant.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs the action on each signal of that name ({@code INT}, {@code TERM}, {@code WINCH}) instead of what the JVM does.
     *
     * @throws CommandRunner.NeedsOwnProcess in the daemon's process, whose signals are its own
     */
    public static void on(String name, Runnable action) {
        if (WarmCommands.isHere()) {
            throw new CommandRunner.NeedsOwnProcess();
        }
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object answer = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        Thread.ofVirtual().start(action);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), answer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM has no sun.misc.Signal to catch SIG" + name + " with", e);
        }
    }
}
