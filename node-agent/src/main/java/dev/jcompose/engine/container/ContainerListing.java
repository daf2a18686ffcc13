package dev.jcompose.engine.container;

import dev.jcompose.api.container.ContainerInspect;
import dev.jcompose.api.container.ContainerSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which containers {@code ps} shows, the newest first, and how many bytes they take. */
final class ContainerListing {
    private static final Comparator<Container> NEWEST_FIRST =
            Comparator.comparing((Container c) -> c.record().created()).reversed();

    private final ContainerTable table;
    private final RootFileSystems roots;
    private final SummaryView summaries;

    ContainerListing(ContainerTable table, RootFileSystems roots, SummaryView summaries) {
        this.table = table;
        this.roots = roots;
        this.summaries = summaries;
    }

    List<ContainerSummary> list(boolean all, int limit, boolean sizes, Map<String, List<String>> filters) {
        var filter = new ContainerFilter(filters, table);
        boolean everything = all || limit > 0 || filter.namesStates();
        return table.all().stream()
                .filter(c -> everything || SummaryView.isUp(c))
                .filter(filter::takes)
                .sorted(NEWEST_FIRST)
                .map(c -> summaries.of(c, sizes ? sizes(c) : ContainerInspect.Sizes.UNKNOWN))
                .filter(filter::takesNetworksOf)
                .filter(filter::takesPortsOf)
                .limit(limit > 0 ? limit : Long.MAX_VALUE)
                .toList();
    }

    ContainerInspect.Sizes sizes(Container container) {
        long own = roots.size(container.id());
        return new ContainerInspect.Sizes(
                own, own + roots.imageSize(container.record().imageId()));
    }
}
