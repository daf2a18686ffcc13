package dev.jcompose.scheduler.desired;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A stack as it is wanted.
 *
 * @param services by name, every one after those it depends on
 * @param networks by key of the stack file
 * @param volumes by key of the stack file
 * @param notices what of the stack file has no effect here
 */
public record StackSpec(
        String name,
        Map<String, ServiceSpec> services,
        Map<String, NetworkSpec> networks,
        Map<String, VolumeSpec> volumes,
        List<String> notices) {

    /** Names of the services that wait for {@code service} directly. */
    public List<ServiceSpec> dependents(String service) {
        return services.values().stream()
                .filter(other -> other.dependencies().stream()
                        .anyMatch(on -> on.service().equals(service)))
                .toList();
    }

    public StackSpec with(UnaryOperator<ServiceSpec> change) {
        Map<String, ServiceSpec> changed = new java.util.LinkedHashMap<>();
        services.forEach((key, service) -> changed.put(key, change.apply(service)));
        return new StackSpec(name, changed, networks, volumes, notices);
    }

    /** Networks by name, so that steps come in a stable order. */
    public Map<String, NetworkSpec> networksByName() {
        Map<String, NetworkSpec> byName = new TreeMap<>();
        networks.values().forEach(network -> byName.put(network.name(), network));
        return byName;
    }

    public Map<String, VolumeSpec> volumesByName() {
        Map<String, VolumeSpec> byName = new TreeMap<>();
        volumes.values().forEach(volume -> byName.put(volume.name(), volume));
        return byName;
    }
}
