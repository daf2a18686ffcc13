package dev.jcompose.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs each test that {@code docs/commands.md} names once more for each flag that it is named for, while the program ignores
 * that flag: a test that stays green does not show it. For {@code bench/flags} alone, whose copy of the program ignores the
 * flag of the file {@code target/ignored-flag}.
 */
public final class IgnoredFlags implements InvocationInterceptor {
    private static final Path IGNORED = Launched.TOP.resolve("target/ignored-flag");
    private static final int SHOWN = 200;
    private static final List<String> ONLY =
            List.of(System.getProperty("flags.only", "").split(","));

    @Override
    public void interceptTestMethod(
            Invocation<Void> whole, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        List<FlagRow> rows = FlagRow.all().stream()
                .filter(row -> row.test().equals(context.getRequiredTestClass().getSimpleName()))
                .filter(row -> row.method().equals(called.getExecutable().getName()))
                .filter(row -> isAsked(row))
                .toList();
        Files.deleteIfExists(IGNORED);
        whole.proceed();
        List<String> green = new ArrayList<>();
        for (FlagRow row : rows) {
            again(context);
            if (!isRed(row, called, context)) {
                green.add(row.key());
            }
        }
        // Red by what the runs before have left would show nothing.
        again(context);
        invoke(called.getExecutable(), context, called.getArguments().toArray());
        assertEquals(List.of(), green, "flags that this test does not need");
    }

    private static boolean isAsked(FlagRow row) {
        return ONLY.equals(List.of(""))
                || ONLY.contains(row.verb())
                || row.names().stream().anyMatch(name -> ONLY.contains(row.verb() + " " + name));
    }

    private static void again(ExtensionContext context) throws Exception {
        each(AfterEach.class, context);
        TickerStack.refresh(context);
        each(BeforeEach.class, context);
    }

    private static boolean isRed(FlagRow row, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws IOException {
        System.setProperty("launched.minutes", "1");
        Files.writeString(IGNORED, row.verb() + " " + row.names().getFirst());
        try {
            invoke(called.getExecutable(), context, called.getArguments().toArray());
        } catch (AssertionError | Exception red) {
            System.out.println("red: " + row.key() + ": " + firstWords(String.valueOf(red.getMessage())));
            return true;
        } finally {
            System.clearProperty("launched.minutes");
            Files.delete(IGNORED);
        }
        System.out.println("GREEN: " + row.key() + ": " + row.test() + "#" + row.method());
        return false;
    }

    private static String firstWords(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        return line.substring(0, Math.min(SHOWN, line.length()));
    }

    private static void each(Class<? extends Annotation> when, ExtensionContext context) throws Exception {
        for (Method method : context.getRequiredTestClass().getDeclaredMethods()) {
            if (method.isAnnotationPresent(when)) {
                invoke(method, context);
            }
        }
    }

    private static void invoke(Method method, ExtensionContext context, Object... arguments) throws Exception {
        method.setAccessible(true);
        try {
            method.invoke(context.getRequiredTestInstance(), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
