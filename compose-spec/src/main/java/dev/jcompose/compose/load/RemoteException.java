package dev.jcompose.compose.load;

/** A stack file elsewhere that could not be brought here. */
public final class RemoteException extends Exception {
    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }
}
