package dev.jcompose.engine.network;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.linux.nft.Nft;
import dev.jcompose.linux.nft.NftException;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our table in the host's nftables. A change that does not fit what the kernel holds, because somebody flushed the rule set,
 * ends in the whole table made anew from what ought to be there.
 */
final class Firewall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Firewall.class);

    /** What ought to be there. */
    record State(Collection<NetworkRecord> networks, Collection<Sandbox> sandboxes, Forwarding.Guard guard) {}

    private final Nft nft;
    private final FirewallText text;
    private final Supplier<State> state;

    Firewall(HostSide host, FirewallText text, Supplier<State> state) {
        this.nft = host.call(Nft::open);
        this.text = text;
        this.state = state;
    }

    /** Makes the whole table anew, in one transaction: established connections go on. */
    void restore() {
        try {
            nft.apply(text.whole(state.get()));
        } catch (NftException e) {
            throw EngineException.unavailable(
                    "the kernel refused the firewall table " + text.table() + ": " + e.getMessage()
                            + ": nftables with NAT is needed (CONFIG_NF_TABLES_INET, CONFIG_NFT_NAT)",
                    e);
        }
    }

    void add(NetworkRecord network) {
        change(text.add(network));
    }

    void delete(NetworkRecord network) {
        change(text.delete(network));
    }

    void publish(Sandbox sandbox) {
        change(text.publish(sandbox));
    }

    void unpublish(Sandbox sandbox) {
        change(text.unpublish(sandbox));
    }

    /** The state already contains the change, or its absence: so the whole table is a way to make it too. */
    private void change(String commands) {
        if (commands.isEmpty()) {
            return;
        }
        try {
            nft.apply(commands);
        } catch (NftException e) {
            LOG.info(
                    "Making the firewall table {} anew, since a change of it failed: {}", text.table(), e.getMessage());
            restore();
        }
    }

    /** Takes the table away. */
    void remove() {
        nft.apply("table inet %1$s {}\ndelete table inet %1$s".formatted(text.table()));
    }

    boolean isThere() {
        return nft.list("list tables inet").contains("\"" + text.table() + "\"");
    }

    @Override
    public void close() {
        nft.close();
    }
}
