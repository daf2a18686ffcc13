package dev.jcompose.scheduler.protocol;

import dev.jcompose.api.volume.CreateVolume;
import java.util.Map;

/**
 * What there is on a node of what was asked for; absent keys do not exist.
 *
 * @param containers by task id
 * @param networks name → id
 * @param volumes name → how it was made, whoever did
 * @param images reference → id; one for another platform than asked for does not exist
 * @param ages reference → seconds since the image was pulled, built or tagged last
 * @param dockerSocket where a bind of Docker's own socket leads; empty: to Docker
 */
public record Observation(
        Map<String, ContainerStatus> containers,
        Map<String, String> networks,
        Map<String, CreateVolume> volumes,
        Map<String, String> images,
        Map<String, Long> ages,
        String dockerSocket) {
    public static final Observation NOTHING = new Observation(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), "");
}
