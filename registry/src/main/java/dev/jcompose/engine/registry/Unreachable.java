package dev.jcompose.engine.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** No registry could be connected to, by name or by address. One that answered anything at all is not unreachable. */
public final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(List<String> tried, Throwable last) {
        super("no registry can be reached (" + String.join("; ", tried) + ")", last);
    }

    /** {@code true} where the connection itself did not come about. */
    static boolean isCause(IOException failure) {
        return causes(failure).stream()
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof NoRouteToHostException
                        || cause instanceof UnresolvedAddressException
                        || cause instanceof HttpConnectTimeoutException);
    }

    /** The innermost failures know most: Java's client wraps each one in a refusal without words. */
    static String describe(IOException failure) {
        List<Throwable> causes = causes(failure);
        if (causes.stream()
                .anyMatch(c -> c instanceof UnresolvedAddressException || c instanceof UnknownHostException)) {
            return "its name cannot be resolved";
        }
        if (causes.stream().anyMatch(HttpConnectTimeoutException.class::isInstance)) {
            return "no answer to the connection";
        }
        String refused = failure instanceof ConnectException
                ? "connection refused"
                : failure.getClass().getSimpleName();
        return causes.stream()
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(refused);
    }

    private static List<Throwable> causes(IOException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .toList();
    }
}
