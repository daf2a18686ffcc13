package dev.jcompose.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.Attribute;
import dev.jcompose.engine.network.Networks;
import dev.jcompose.engine.volume.Volumes;
import dev.jcompose.scheduler.desired.ComposeLabel;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Task;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a project says what this node refuses of an assignment: paths, as {@code networks.back.driver}. */
final class Places {
    /** A {@code pre_start} that does not say them has those of its image, not those of its service. */
    private static final Set<String> OF_ITS_OWN = Set.of("entrypoint");

    private final Networks networks;
    private final Volumes volumes;

    Places(Networks networks, Volumes volumes) {
        this.networks = networks;
        this.volumes = volumes;
    }

    /**
     * The path of what is wrong; empty where no project says it: an image does, or the command line.
     *
     * @param wrong null where nothing alone is
     */
    String of(Assignment what, @Nullable Attribute wrong) {
        return switch (what) {
            case Assignment.Network network
            when network.present() -> below("networks", network.spec().labels(), ComposeLabel.NETWORK, wrong);
            case Assignment.Volume volume
            when volume.present() -> below("volumes", volume.spec().labels(), ComposeLabel.VOLUME, wrong);
            case Assignment.Pull pull -> pull.saidBy();
            case Assignment.Container container when wrong != null -> of(container.task(), wrong);
            default -> "";
        };
    }

    private String of(Task task, Attribute wrong) {
        return switch (wrong.owner()) {
            case Attribute.Asked _ -> ofContainer(task, wrong);
            case Attribute.OfNetwork(String name) ->
                networks.list().stream()
                        .filter(each -> each.name().equals(name) && isOf(task, each.labels()))
                        .findFirst()
                        .map(each -> below("networks", each.labels(), ComposeLabel.NETWORK, wrong))
                        .orElse("");
            case Attribute.OfVolume(String name) ->
                volumes.find(name)
                        .filter(each -> isOf(task, each.labels()))
                        .map(each -> below("volumes", each.labels(), ComposeLabel.VOLUME, wrong))
                        .orElse("");
        };
    }

    private static String ofContainer(Task task, Attribute wrong) {
        String base = "services." + task.serviceName();
        JsonNode service = task.service();
        if (!task.hook()) {
            return AttributePath.of(base, service, wrong);
        }
        int index = task.number() - 1;
        String path = AttributePath.of(
                base + ".pre_start[" + index + "]", service.path("pre_start").path(index), wrong);
        return path.isEmpty() && !OF_ITS_OWN.contains(wrong.key()) ? AttributePath.of(base, service, wrong) : path;
    }

    private static boolean isOf(Task task, @Nullable Map<String, String> labels) {
        return labels != null && task.stack().equals(labels.get(ComposeLabel.PROJECT));
    }

    private static String below(
            String kind, @Nullable Map<String, String> labels, String label, @Nullable Attribute wrong) {
        String key = labels == null ? null : labels.get(label);
        if (key == null) {
            return "";
        }
        String base = kind + "." + key;
        return wrong == null ? base : AttributePath.said(base, wrong);
    }
}
