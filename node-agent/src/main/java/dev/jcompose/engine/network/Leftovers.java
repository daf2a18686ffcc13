package dev.jcompose.engine.network;

import dev.jcompose.linux.netlink.Link;
import java.util.HashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interfaces that bear our instance's name and belong to nothing the store knows: what a crash left. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final HostSide host;
    private final KernelNames names;
    private final NetworkTable table;

    Leftovers(HostSide host, KernelNames names, NetworkTable table) {
        this.host = host;
        this.names = names;
        this.table = table;
    }

    void delete() {
        var known = new HashSet<String>();
        table.networks().forEach(each -> known.add(each.bridge()));
        table.sandboxes().forEach(sandbox -> sandbox.endpoints().forEach(each -> known.add(each.port())));
        host.links().links().stream()
                .map(Link::name)
                .filter(each -> names.owns(each) && !known.contains(each))
                .forEach(each -> {
                    LOG.info("Deleting interface {}, which nothing needs", each);
                    host.links().delete(each);
                });
    }
}
