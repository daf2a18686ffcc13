package dev.jcompose.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        // Volumes outlive the stack: they are found by their label, whether or not anything is up.
        Target volumes = new Target("/volumes")
                .query("filters", "{\"label\":[\"com.docker.compose.project=" + stack.name() + "\"]}");
        @Nullable Set<String> wanted = given.words().isEmpty() ? null : named(stack, given.words());
        Listing listing = new Listing("Driver", "Name").headed(Map.of("Name", "VOLUME NAME"));
        for (Volume volume : stack.client().get(volumes, VolumeList.class).volumes()) {
            if (wanted != null && !wanted.contains(volume.name())) {
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

    /** What these services mount. */
    private static Set<String> named(Stack stack, List<String> services) {
        Set<String> names = new HashSet<>();
        @Nullable StackDetail detail = stack.detailOrNothing(services);
        if (detail != null) {
            stack.members(detail, services);
            JsonNode project = detail.project();
            for (String service : services) {
                for (JsonNode mount : project.path("services").path(service).path("volumes")) {
                    String volume = mount.path("source").asText();
                    names.add(project.path("volumes").path(volume).path("name").asText());
                }
            }
        }
        return names;
    }
}
