package dev.jcompose.compose.canonical;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.List;

/** Empty name servers, as an unset variable leaves them, are none. */
public final class EmptyItems {
    private EmptyItems() {}

    public static Mapping drop(Mapping model) {
        return model.get("services") instanceof Mapping services
                ? model.with(
                        "services",
                        services.map((name, service) -> service instanceof Mapping one ? dns(one) : service))
                : model;
    }

    private static Node dns(Mapping service) {
        Sequence servers = service.sequence("dns");
        if (servers == null) {
            return service;
        }
        List<Node> kept = servers.items().stream()
                .filter(item -> !item.isNull() && !(item instanceof Scalar scalar && "".equals(scalar.value())))
                .toList();
        return kept.size() == servers.items().size() ? service : service.with("dns", servers.withItems(kept));
    }
}
