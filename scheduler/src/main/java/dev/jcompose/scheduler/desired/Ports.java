package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.json.Empty;
import dev.jcompose.api.network.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a service publishes and exposes. */
final class Ports {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?(?:/(tcp|udp|sctp))?");
    private static final int MOST = 65_535;

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

    /** @throws EngineException INVALID for what is no port nor a range of them */
    static Map<String, Empty> exposed(String where, Fields service) {
        Map<String, Empty> exposed = new TreeMap<>();
        service.items("ports").forEach(port -> exposed.put(key(port), new Empty()));
        List<String> all = service.list("expose");
        for (int i = 0; i < all.size(); i++) {
            expose(where + ".expose[" + i + "]", all.get(i), exposed);
        }
        return exposed;
    }

    private static void expose(String where, String ports, Map<String, Empty> into) {
        Matcher form = RANGE.matcher(ports);
        int first = form.matches() ? Integer.parseInt(form.group(1)) : MOST + 1;
        int last = first > MOST || form.group(2) == null ? first : Integer.parseInt(form.group(2));
        if (last > MOST || last < first) {
            throw EngineException.invalid(where + ": \"" + ports
                    + "\" is no port: write a number up to 65535 or a range, and /tcp, /udp or /sctp");
        }
        String protocol = form.group(3) == null ? "tcp" : form.group(3);
        for (int port = first; port <= last; port++) {
            into.put(port + "/" + protocol, new Empty());
        }
    }

    private static String key(Fields port) {
        String protocol = port.text("protocol");
        return port.text("target") + "/" + (protocol.isEmpty() ? "tcp" : protocol);
    }
}
