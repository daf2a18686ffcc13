package dev.jcompose.scheduler.manager;

import dev.jcompose.store.StateStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** The manager's parts, put together for a store. The caller spawns {@link #behavior} and asks for {@link #stacks} of it. */
public final class ManagerStart {

    private final StateStore store;
    private final Vault vault;

    /** The key of the secrets is drawn where its file does not exist. */
    public ManagerStart(StateStore store, Path keyFile) {
        this.store = store;
        this.vault = new Vault(store, keyFile);
    }

    public Behavior<Manager.Message> behavior() {
        return Manager.create(new AssignmentTable(store, vault), InstantSource.system());
    }

    /** The entry for callers. {@code node} is the manager's own. */
    public Stacks stacks(ActorRef<Manager.Message> manager, String node) {
        StackTable table = new StackTable(store, vault);
        Operations operations = new Operations(new ManagerClient(manager), table, vault, node, new SecureRandom());
        return new Stacks(operations, new StackViews(operations, table), table, new Turns());
    }
}
