package dev.jcompose.engine.network.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What a container can look up without asking outward. Called from many threads. */
public interface Zone {

    /** All addresses of a name in lower case; empty where there is no such name. */
    Optional<List<InetAddress>> addresses(String name);

    /** The names of an address; empty where it is none of ours. */
    List<String> names(InetAddress address);
}
