package dev.jcompose.engine.container;

import dev.jcompose.api.container.HostConfig;
import dev.jcompose.api.container.HostConfig.Reach;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Links on the default network, where no container knows another one's name but by them. */
record LegacyLinks(Function<String, Container> table, Connectivity networks) {
    private static final String NETWORK = "bridge";
    private static final Set<String> DEFAULT = Set.of("", "default", NETWORK);

    /** The wish with the containers of its links by id, which a new name does not change; INVALID where there is none. */
    HostConfig found(HostConfig host) {
        List<String> found = new ArrayList<>();
        for (String link : of(host)) {
            Link read = Link.parse(link);
            found.add(target(read.target()).id() + ":" + read.alias());
        }
        return found.isEmpty() ? host : host.withReach(with(host.reach(), found));
    }

    /** As Docker shows them, which knows none of other networks here. */
    static HostConfig shown(HostConfig host, String self, UnaryOperator<String> nameOf) {
        List<String> shown = of(host).stream()
                .map(Link::parse)
                .map(link -> "/" + nameOf.apply(link.target()) + ":/" + self + "/" + link.alias())
                .toList();
        return host.withReach(with(host.reach(), shown));
    }

    private static List<String> of(HostConfig host) {
        return DEFAULT.contains(host.namespaces().networkMode()) ? host.reach().links() : List.of();
    }

    private Container target(String name) {
        Container target = container(name);
        Optional<String> other = networkOf(target);
        while (other.isPresent()) {
            target = container(other.get());
            other = networkOf(target);
        }
        var record = target.record();
        if (record.host().namespaces().networkMode().equals("host")) {
            throw EngineException.invalid("conflicting options: host type networking can't be used with links: "
                            + record.name() + " has the network of the host")
                    .about("external_links", name);
        }
        if (!networks.settings(record.id(), "", "", record.request()).networks().containsKey(NETWORK)) {
            throw EngineException.invalid(
                            "Cannot link to /" + record.name() + ", as it does not belong to the default network")
                    .about("external_links", name);
        }
        return target;
    }

    private static Optional<String> networkOf(Container container) {
        return NamespacePlan.other(container.record().host().namespaces().networkMode());
    }

    /** A client takes NOT_FOUND for the image's and pulls it. */
    private Container container(String name) {
        try {
            return table.apply(name);
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
            throw EngineException.invalid("could not get container for " + name + ": " + e.getMessage())
                    .about("external_links", name);
        }
    }

    private static Reach with(Reach reach, List<String> links) {
        return new Reach(
                reach.portBindings(),
                reach.publishAllPorts(),
                reach.dns(),
                reach.dnsOptions(),
                reach.dnsSearch(),
                reach.extraHosts(),
                links);
    }

    /** {@code target:alias}, {@code target}, or as Docker shows it: {@code /target:/self/alias}. */
    private record Link(String target, String alias) {
        static Link parse(String text) {
            String[] parts = text.split(":", -1);
            if (text.isEmpty() || parts.length > 2) {
                throw EngineException.invalid("bad format for links: " + text).about("external_links", text);
            }
            String target = last(parts[0]);
            return new Link(target, parts.length == 1 ? target : last(parts[1]));
        }

        private static String last(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }
}
