package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.volume.CreateVolume;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.desired.StackSpec;
import dev.jcompose.scheduler.protocol.Observation;
import dev.jcompose.scheduler.protocol.Task;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a plan is made from.
 *
 * @param assigned every task of the stack that the manager has handed out and not taken back
 * @param networks by name, the networks handed out for the stack, as they were asked for
 * @param volumes by name, the volumes handed out for the stack, as they were asked for
 */
public record Situation(
        StackSpec spec,
        List<Task> assigned,
        Map<String, CreateNetwork> networks,
        Map<String, CreateVolume> volumes,
        Observation seen) {

    /** The same without these tasks. */
    Situation without(Set<String> tasks) {
        return new Situation(
                spec,
                assigned.stream().filter(task -> !tasks.contains(task.id())).toList(),
                networks,
                volumes,
                seen);
    }

    /** The replicas of a service, lowest number first; of one number, the older first. One-offs are not among them. */
    List<Member> replicas(ServiceSpec service) {
        return replicas(service.name());
    }

    List<Member> replicas(String service) {
        return members().stream()
                .filter(member -> member.task().serviceName().equals(service)
                        && !member.task().oneOff())
                .toList();
    }

    /** A newer container of the same replica has been started: an update was cut off, and what it kept is the past. */
    boolean isSuperseded(Member member) {
        List<Member> all = members();
        return all.subList(all.indexOf(member) + 1, all.size()).stream()
                .anyMatch(newer -> newer.seen() != null
                        && !newer.seen().state().equals("created")
                        && newer.task().serviceName().equals(member.task().serviceName())
                        && newer.task().number() == member.task().number()
                        && !newer.task().oneOff());
    }

    /** Containers of services that the stack does not have now. */
    List<Member> unknown() {
        return members().stream().filter(this::isUnknown).toList();
    }

    boolean isUnknown(Member member) {
        return !spec.services().containsKey(member.task().serviceName());
    }

    /**
     * What nobody needs, as in Compose: containers of services that the stack file does not have, and one-offs that have ended.
     *
     * @param disabled services that the stack file has, but no profile enables
     */
    List<Member> orphans(List<String> disabled) {
        return members().stream()
                .filter(member -> member.isSomebodys()
                        ? member.ended()
                        : isUnknown(member) && !disabled.contains(member.task().serviceName()))
                .toList();
    }

    List<Member> members() {
        return assigned.stream()
                .map(task -> new Member(task, seen.containers().get(task.id())))
                .sorted(Comparator.comparing((Member member) -> member.task().serviceName())
                        .thenComparingInt(member -> member.task().number())
                        .thenComparingLong(member -> member.seen() == null
                                ? Long.MAX_VALUE
                                : member.seen().created()))
                .toList();
    }
}
