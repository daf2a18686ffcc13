package dev.jcompose.engine.network;

import dev.jcompose.engine.network.dns.NameServer;
import java.util.List;
import java.util.stream.Stream;

/** What of a sandbox lives in this process and has to be made anew by the next daemon. */
record Live(NameServer names, List<LoopbackRelay> relays) {
    Live with(LoopbackRelay relay) {
        return new Live(names, Stream.concat(relays.stream(), Stream.of(relay)).toList());
    }

    Live without(LoopbackRelay relay) {
        return new Live(
                names, relays.stream().filter(each -> !each.equals(relay)).toList());
    }
}
