package dev.jcompose.cli.verb;

import dev.jcompose.api.client.Target;
import dev.jcompose.api.stack.StackDetail;
import dev.jcompose.api.volume.Volume;
import dev.jcompose.api.volume.VolumeList;
import dev.jcompose.cli.Arguments;
import dev.jcompose.cli.ContainerRow;
import dev.jcompose.cli.Invocation;
import dev.jcompose.cli.Options;
import dev.jcompose.cli.Stack;
import dev.jcompose.cli.Verb;
import dev.jcompose.cli.output.Listing;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code volumes}: the stack's, or those that some of its services name. */
public final class VolumesVerb implements Verb {
    /** What docker's command line says of fields that only volumes of a cluster, or a measurement, have. */
    private static final String UNKNOWN = "N/A";

    @Override
    public String summary() {
        return "List volumes";
    }

    @Override
    public String usage() {
        return "[OPTIONS] [SERVICE...]";
    }

    @Override
    public void options(Options options) {
        options.text("--format", "string", "Format output: table, json, or a template such as {{.Name}}")
                .takes("table", "json")
                .flag("-q,--quiet", "Only display volume names");
    }

    @Override
    public int run(Arguments given, Invocation at) {
        Stack stack = Stack.of(at);
        StackDetail detail = stack.detail();
        stack.members(detail, given.words());
        Set<String> wanted = new HashSet<>(given.words().isEmpty() ? detail.volumes() : Set.of());
        for (String service : given.words()) {
            detail.project()
                    .path("services")
                    .path(service)
                    .path("volumes")
                    .forEach(mount -> wanted.add(detail.project()
                            .path("volumes")
                            .path(mount.path("source").asText())
                            .path("name")
                            .asText()));
        }
        Listing listing = new Listing("Driver", "Name").headed(Map.of("Name", "VOLUME NAME"));
        for (Volume volume :
                stack.client().get(new Target("/volumes"), VolumeList.class).volumes()) {
            if (!wanted.contains(volume.name())) {
                continue;
            }
            Map<String, Object> row = new LinkedHashMap<>();
            Map<String, String> labels = volume.labels() == null ? Map.of() : volume.labels();
            row.put("Availability", UNKNOWN);
            row.put("Driver", volume.driver());
            row.put("Group", UNKNOWN);
            row.put("Label", ContainerRow.label(labels));
            row.put("Labels", ContainerRow.labels(labels));
            row.put("Links", UNKNOWN);
            row.put("Mountpoint", volume.mountpoint());
            row.put("Name", volume.name());
            row.put("Scope", volume.scope());
            row.put("Size", UNKNOWN);
            row.put("Status", UNKNOWN);
            listing.row(row);
        }
        listing.print(given.flag("--quiet") ? "{{.Name}}" : given.text("--format", "table"), at.out());
        return 0;
    }
}
