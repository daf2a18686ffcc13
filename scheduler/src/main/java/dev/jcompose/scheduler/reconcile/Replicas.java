package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.api.stack.PlanView.FieldChange;
import dev.jcompose.scheduler.desired.Dependency;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The first half of an up: what becomes of each replica of each service, before any step is written. */
final class Replicas {

    private final Situation at;
    private final Selection selection;
    private final ApplyOptions options;
    private final String apply;
    private final Supplier<String> ids;
    private final Set<String> replacedNetworks;
    private final PresentLinks links;
    private final Map<String, List<Replica>> byService = new LinkedHashMap<>();
    private final List<Member> surplus = new ArrayList<>();

    Replicas(
            Situation at,
            Selection selection,
            ApplyOptions options,
            String apply,
            Supplier<String> ids,
            Set<String> replacedNetworks) {
        this.at = at;
        this.selection = selection;
        this.options = options;
        this.apply = apply;
        this.ids = ids;
        this.replacedNetworks = replacedNetworks;
        this.links = PresentLinks.of(at, selection);
        selection.inOrder().forEach(this::decide);
        restartDependents();
    }

    Map<String, List<Replica>> byService() {
        return byService;
    }

    /** Containers above the wanted number of replicas. */
    List<Member> surplus() {
        return surplus;
    }

    private void decide(ServiceSpec service) {
        TreeMap<Integer, List<Member>> numbered = new TreeMap<>();
        at.replicas(service)
                .forEach(member -> numbered.computeIfAbsent(member.task().number(), number -> new ArrayList<>())
                        .add(member));
        numbered.values().removeIf(members -> members.stream().noneMatch(Member::exists) && forget(members));
        List<Replica> replicas = new ArrayList<>();
        for (List<Member> members : numbered.values()) {
            if (replicas.size() < service.replicas()) {
                replicas.add(existing(service, members));
            } else {
                surplus.addAll(members);
            }
        }
        for (int number = 1; replicas.size() < service.replicas(); number++) {
            if (!numbered.containsKey(number)) {
                Cause why = Cause.of("does not exist");
                replicas.add(new Replica(task(service, number, ""), null, List.of(), why, true, false));
            }
        }
        byService.put(service.name(), replicas);
    }

    /** A number whose containers are all gone is free again; the tasks are taken back with the surplus. */
    private boolean forget(List<Member> members) {
        surplus.addAll(members);
        return true;
    }

    private Replica existing(ServiceSpec service, List<Member> members) {
        List<Member> there = members.stream().filter(Member::exists).toList();
        Member newest = there.getLast();
        List<Member> older = new ArrayList<>(members);
        older.remove(newest);
        Cause outdated = outdated(service, newest);
        if (outdated != null) {
            older.addFirst(newest);
            Task task = task(service, newest.task().number(), "");
            return new Replica(task, null, older, outdated, true, false);
        }
        Cause down = down(service, newest);
        if (!older.isEmpty() && down == null) {
            down = Cause.of("replaces " + older.getFirst().task().name());
        }
        boolean starts = !newest.running() && !(newest.completed() && service.once());
        return new Replica(newest.task(), newest, older, down, starts, false);
    }

    /** A job that is done runs again at each up, unless once is enough. */
    private static @Nullable Cause down(ServiceSpec service, Member newest) {
        if (newest.running()) {
            return null;
        }
        if (newest.completed()) {
            return service.once() ? null : Cause.RUN_AGAIN;
        }
        return Cause.of("is " + state(newest));
    }

    private static String state(Member member) {
        return member.seen() == null ? "missing" : member.seen().state();
    }

    private @Nullable Cause outdated(ServiceSpec service, Member member) {
        if (options.noRecreate()) {
            return null;
        }
        boolean named = selection.named().contains(service.name());
        boolean ours = member.task().apply().equals(apply);
        if (!ours && (named ? options.forceRecreate() : options.alwaysRecreateDeps())) {
            return Cause.of("recreate was asked for");
        }
        if (!ours && named && options.renewAnonVolumes()) {
            return Cause.of("new anonymous volumes were asked for");
        }
        List<FieldChange> changes =
                FieldDiff.between(ServiceSpec.upgraded(member.task().service()), madeFrom(service));
        if (!changes.isEmpty()) {
            return new Cause("service " + service.name() + " changed", changes);
        }
        String image = at.seen().images().get(service.image().ref());
        if (image != null && !image.equals(member.imageId())) {
            var change = new FieldChange("image id", brief(member.imageId()), brief(image));
            return new Cause("image " + service.image().ref() + " changed", List.of(change));
        }
        for (String network : service.networks()) {
            if (replacedNetworks.contains(network)) {
                return Cause.of("network " + network + " is replaced");
            }
        }
        for (String shared : service.namespaces()) {
            if (byService.getOrDefault(shared, List.of()).stream().anyMatch(Replica::creates)) {
                return Cause.of("shares with " + shared + ", which is created anew");
            }
        }
        return null;
    }

    /** The resolved service, with the ids of the images that its containers mount. */
    private JsonNode madeFrom(ServiceSpec service) {
        List<String> mounted = service.mountedImages();
        if (mounted.isEmpty() || !(service.compared().deepCopy() instanceof ObjectNode fields)) {
            return service.compared();
        }
        ObjectNode ids = fields.putObject("mounted_images");
        mounted.forEach(ref -> ids.put(ref, brief(at.seen().images().getOrDefault(ref, ""))));
        return fields;
    }

    private static String brief(String imageId) {
        String hex = imageId.startsWith("sha256:") ? imageId.substring(7) : imageId;
        return hex.substring(0, Math.min(12, hex.length()));
    }

    private void restartDependents() {
        for (ServiceSpec service : selection.inOrder()) {
            for (Dependency dependency : service.dependencies()) {
                boolean anew = byService.getOrDefault(dependency.service(), List.of()).stream()
                        .anyMatch(on ->
                                on.restarts() || (on.creates() && !on.replaced().isEmpty()));
                if (dependency.restart() && anew) {
                    Cause cause = Cause.of("restarts with " + dependency.service());
                    byService.computeIfPresent(
                            service.name(),
                            (name, replicas) -> replicas.stream()
                                    .map(replica -> replica.running()
                                                    && replica.replaced().isEmpty()
                                            ? replica.restarted(cause)
                                            : replica)
                                    .toList());
                }
            }
        }
    }

    private Task task(ServiceSpec service, int number, String id) {
        service.requireRead();
        return new Task(
                id.isEmpty() ? ids.get() : id,
                at.spec().name(),
                service.name(),
                number,
                false,
                service.containerName(at.spec().name(), number),
                apply,
                madeFrom(service),
                links.in(service.replica().apply(number)),
                service.files(),
                service.postStart(),
                service.preStop());
    }
}
