package dev.jcompose.compose.load;

import org.jspecify.annotations.Nullable;

/** Brings stack files to this host that a stack names elsewhere: in git repositories and registries. */
public interface RemoteResources {
    /** Where nothing is brought. */
    RemoteResources NONE = new RemoteResources() {
        @Override
        public String fetch(String name) throws RemoteException {
            throw new RemoteException(
                    name + " is not on this host, and nothing is fetched here (check it out and name the local path)");
        }

        @Override
        public @Nullable String root(String file) {
            return null;
        }
    };

    /**
     * The absolute path of the stack file that {@code name} stands for, below a folder of its own.
     *
     * @throws RemoteException where it cannot be had; the message says what would work
     */
    String fetch(String name) throws RemoteException;

    /** The folder that a fetched file must not lead out of; null for files that were not fetched. */
    @Nullable
    String root(String file);
}
