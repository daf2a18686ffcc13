package dev.jcompose.cli;

import dev.jcompose.api.client.Call;
import dev.jcompose.api.client.EngineClient;
import dev.jcompose.api.client.Target;
import dev.jcompose.api.command.CommandRunner;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that a foreground command answers itself. By reflection, because the JDK has no other way than a class of
 * which the compiler warns without a way to say that it is meant.
 */
public final class Signals {
    /** All that a program may be sent to be told something, but what the JVM keeps for itself and those of the terminal. */
    private static final List<String> MESSAGES = List.of("HUP", "INT", "TERM", "USR1", "USR2");

    private Signals() {}

    /** From now on what is sent to this command is sent to the container. */
    public static void handOn(EngineClient client, String container) {
        Target kill = Target.of("/containers/{}/kill", container);
        for (String signal : MESSAGES) {
            on(signal, () -> {
                try {
                    client.run(Call.post(kill.query("signal", signal)));
                } catch (EngineException e) {
                    // It has just ended, which the command is about to tell.
                    if (e.kind() != ErrorKind.CONFLICT && e.kind() != ErrorKind.NOT_FOUND) {
                        throw e;
                    }
                }
            });
        }
    }

    /**
     * Runs the action on each signal of that name ({@code INT}, {@code TERM}, {@code WINCH}) instead of what the JVM does.
     *
     * @throws CommandRunner.NeedsOwnProcess in a process that others need, whose signals are its own
     */
    public static void on(String name, Runnable action) {
        WarmCommands.needOwnProcess();
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
