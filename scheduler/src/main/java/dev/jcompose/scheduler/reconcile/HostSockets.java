package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.scheduler.desired.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Binds of Docker's socket on a node without Docker: the engine gives its own, and the plan says so. */
final class HostSockets {
    private static final Set<String> DOCKER = Set.of("/var/run/docker.sock", "/run/docker.sock");

    private HostSockets() {}

    /** @param ours what such a bind leads to; empty where there is Docker */
    static List<String> notices(List<ServiceSpec> services, String ours) {
        List<String> notices = new ArrayList<>();
        for (ServiceSpec service : ours.isEmpty() ? List.<ServiceSpec>of() : services) {
            for (JsonNode volume : service.compared().path("volumes")) {
                String source = volume.path("source").asText("");
                if (volume.path("type").asText("").equals("bind") && DOCKER.contains(source)) {
                    notices.add("services." + service.name() + ".volumes: there is no Docker on this node, so " + source
                            + " is the socket of jcompose, " + ours);
                }
            }
        }
        return notices;
    }
}
