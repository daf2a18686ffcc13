package dev.jcompose.scheduler.desired;

import dev.jcompose.api.json.Empty;
import dev.jcompose.api.network.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a service publishes and exposes. */
final class Ports {

    private Ports() {}

    static Map<String, @Nullable List<PortBinding>> bindings(Fields service) {
        Map<String, @Nullable List<PortBinding>> bindings = new TreeMap<>();
        for (Fields port : service.items("ports")) {
            if (!port.node().path("mode").asText().equals("host")) {
                port.text("mode"); // every resolved port has one: ingress says nothing
            }
            List<PortBinding> at = bindings.computeIfAbsent(key(port), key -> new ArrayList<>());
            if (at != null) {
                at.add(new PortBinding(port.text("host_ip"), port.text("published")));
            }
        }
        return bindings;
    }

    static Map<String, Empty> exposed(Fields service) {
        Map<String, Empty> exposed = new TreeMap<>();
        service.items("ports").forEach(port -> exposed.put(key(port), new Empty()));
        for (String port : service.list("expose")) {
            exposed.put(port.contains("/") ? port : port + "/tcp", new Empty());
        }
        return exposed;
    }

    private static String key(Fields port) {
        String protocol = port.text("protocol");
        return port.text("target") + "/" + (protocol.isEmpty() ? "tcp" : protocol);
    }
}
