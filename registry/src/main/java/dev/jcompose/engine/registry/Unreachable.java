package dev.jcompose.engine.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;

/** No registry could be connected to, by name or by address. One that answered anything at all is not unreachable. */
public final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(List<String> tried, Throwable last) {
        super("no registry can be reached (" + String.join("; ", tried) + ")", last);
    }

    /** {@code true} where the connection itself did not come about. */
    static boolean isCause(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }

    static String describe(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "its name cannot be resolved";
            }
            if (cause instanceof HttpConnectTimeoutException) {
                return "no answer to the connection";
            }
            if (cause instanceof ConnectException && cause.getMessage() == null) {
                return "connection refused";
            }
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
