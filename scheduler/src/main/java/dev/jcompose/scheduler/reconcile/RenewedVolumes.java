package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Json;
import dev.jcompose.api.stack.PlanView.FieldChange;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.scheduler.desired.ComposeLabel;
import dev.jcompose.scheduler.desired.VolumeSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Volumes that are there by another definition. None can be changed: it is made anew, after the containers that mount it have
 * gone, and what is in it is lost.
 */
final class RenewedVolumes {
    private final Situation at;
    private final Map<VolumeSpec, List<FieldChange>> changed = new java.util.LinkedHashMap<>();
    private final List<Member> users;

    /** @throws EngineException CONFLICT where somebody uses one whom the request does not concern */
    RenewedVolumes(Situation at, Selection selection) {
        this.at = at;
        Set<String> used = new HashSet<>();
        selection.inOrder().forEach(service -> used.addAll(service.volumes()));
        for (VolumeSpec volume : at.spec().volumesByName().values()) {
            List<FieldChange> changes = used.contains(volume.name()) ? changes(volume) : List.of();
            if (!changes.isEmpty()) {
                changed.put(volume, changes);
            }
        }
        users = at.members().stream()
                .filter(Member::exists)
                .filter(member -> changed.keySet().stream().anyMatch(volume -> member.mounts(volume)))
                .toList();
        users.stream()
                .filter(member ->
                        member.isSomebodys() || !selection.has(member.task().serviceName()))
                .findFirst()
                .ifPresent(this::refuse);
    }

    private void refuse(Member other) {
        String name = other.task().name();
        throw EngineException.conflict("the definition of a volume that container " + name
                + " mounts has changed, and this request is not about it: "
                + (other.isSomebodys()
                        ? "remove it first"
                        : "name service " + other.task().serviceName() + " too"));
    }

    private List<FieldChange> changes(VolumeSpec volume) {
        CreateVolume there = at.seen().volumes().get(volume.name());
        if (there == null || volume.external()) {
            return List.of();
        }
        // A down keeps volumes, but no memory of what was asked for: then its labels tell whether it is this stack's.
        CreateVolume before = at.volumes().getOrDefault(volume.name(), there);
        boolean ours = at.volumes().containsKey(volume.name())
                || labels(there)
                        .getOrDefault(ComposeLabel.PROJECT, "")
                        .equals(at.spec().name());
        return ours ? FieldDiff.between(said(before), said(volume.create())) : List.of();
    }

    /** What the stack file can say of a volume, in one form. */
    private static JsonNode said(CreateVolume volume) {
        return Json.DOCKER.valueToTree(new CreateVolume(
                volume.name(),
                volume.driver().isEmpty() ? "local" : volume.driver(),
                volume.driverOpts() == null ? Map.of() : volume.driverOpts(),
                ComposeLabel.said(volume.labels())));
    }

    private static Map<String, String> labels(CreateVolume volume) {
        return volume.labels() == null ? Map.of() : volume.labels();
    }

    /** What is there as the rest of the plan sees it: without the containers that go first. */
    Situation rest() {
        return at.without(users.stream().map(member -> member.task().id()).collect(Collectors.toSet()));
    }

    /** Volume name → the step after which it is there anew. */
    Map<String, String> steps(PlanBuilder plan, @Nullable Integer timeout) {
        Map<String, String> ready = new TreeMap<>();
        changed.forEach((volume, changes) -> {
            Cause why = new Cause("volume " + volume.key() + " changed", changes);
            Set<String> gone = new TreeSet<>();
            for (Member user : users) {
                String service = user.task().serviceName();
                List<String> stopped = new ArrayList<>();
                if (user.alive()) {
                    stopped.add(plan.add(PlanBuilder.stop(user.task(), timeout), service, why, List.of()));
                }
                gone.add(plan.add(PlanBuilder.remove(user.task(), false), service, why, stopped));
            }
            String removed = plan.add(assign("remove", volume, false), "", why, gone);
            ready.put(volume.name(), plan.add(assign("create", volume, true), "", why, List.of(removed)));
            plan.loss("volume " + volume.name() + " was made by another definition ("
                    + changes.stream()
                            .map(change -> change.path() + ": " + change.before() + " → " + change.now())
                            .collect(Collectors.joining(", "))
                    + "); making it anew loses what is in it");
        });
        return ready;
    }

    private Action assign(String verb, VolumeSpec volume, boolean present) {
        return new Action.Assign(verb, new Assignment.Volume(at.spec().name(), volume.create(), present));
    }
}
