package dev.jcompose.compose.canonical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One published or exposed port.
 *
 * @param published empty, a port or a range {@code first-last}
 */
public record PortSpec(String hostIp, int target, String published, String protocol) {

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,9}");

    /** What a short form {@code [[ip:]published:]target[/protocol]} stands for: one entry for each port of a range. */
    public static List<PortSpec> parse(String spec) throws SpecException {
        String[] parts = spec.split(":", -1);
        int last = parts.length - 1;
        String ip = parts.length < 3 ? "" : String.join(":", List.of(parts).subList(0, last - 1));
        String published = parts.length < 2 ? "" : parts[last - 1];
        String container = parts[last];
        int slash = container.indexOf('/');
        String protocol = slash < 0 || slash == container.length() - 1 ? "tcp" : container.substring(slash + 1);
        container = slash < 0 ? container : container.substring(0, slash);
        if (container.isEmpty()) {
            throw error("no port specified: " + spec + "<empty>");
        }
        return ports(address(ip), published, container, protocol(protocol));
    }

    private static String protocol(String given) throws SpecException {
        String protocol = given.toLowerCase(Locale.ROOT);
        return switch (protocol) {
            case "tcp", "udp", "sctp" -> protocol;
            default -> throw error("invalid proto: " + protocol);
        };
    }

    private static String address(String given) throws SpecException {
        String ip = given;
        if (ip.startsWith("[")) {
            if (!ip.endsWith("]")) {
                throw error("invalid IP address " + ip);
            }
            ip = ip.substring(1, ip.length() - 1);
        }
        if (!ip.isEmpty() && !IpAddress.isValid(ip)) {
            throw error("invalid IP address: " + ip);
        }
        return ip;
    }

    private static List<PortSpec> ports(String ip, String published, String container, String protocol)
            throws SpecException {
        int[] inside = range(container, "invalid containerPort: ");
        int[] outside = published.isEmpty() ? new int[] {0, 0} : range(published, "invalid hostPort: ");
        if (inside[0] == 0) {
            throw error("the port of the container is missing");
        }
        int count = inside[1] - inside[0] + 1;
        if (!published.isEmpty() && count > 1 && outside[1] - outside[0] + 1 != count) {
            throw error(
                    "invalid ranges specified for container and host Ports: %s and %s".formatted(container, published));
        }
        List<PortSpec> ports = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String host = published.isEmpty() ? "" : Integer.toString(outside[0] + i);
            if (count == 1 && outside[0] != outside[1]) {
                host += "-" + outside[1];
            }
            ports.add(new PortSpec(ip, inside[0] + i, host, protocol));
        }
        // Ports of a range come in the order of their text, as Compose lists them.
        ports.sort(Comparator.comparing(port -> port.target + "/" + port.protocol));
        return ports;
    }

    private static int[] range(String text, String complaint) throws SpecException {
        int dash = text.indexOf('-');
        String first = dash < 0 ? text : text.substring(0, dash);
        int start = number(first, complaint + text);
        int end = dash < 0 ? start : number(text.substring(dash + 1), complaint + text);
        if (end < start) {
            throw error(complaint + text);
        }
        return new int[] {start, end};
    }

    private static int number(String text, String complaint) throws SpecException {
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > 65535) {
            throw error(complaint);
        }
        return Integer.parseInt(text);
    }

    private static SpecException error(String message) {
        return new SpecException("port-spec", message);
    }
}
