package dev.jcompose.cli;

import dev.jcompose.api.stack.StackContainer.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ports as {@code ps} prints them: neighbours that keep their number as one range, and last those that do not keep it. */
final class DisplayedPorts {
    private record Range(int first, int last) {
        String text(String key) {
            String numbers = first == last ? String.valueOf(first) : first + "-" + last;
            int slash = key.indexOf('/');
            String address = key.substring(0, slash);
            return (address.isEmpty() ? "" : address + ":" + numbers + "->") + numbers + key.substring(slash);
        }
    }

    private DisplayedPorts() {}

    static String of(List<Port> ports) {
        Map<String, Range> open = new LinkedHashMap<>();
        List<String> ranges = new ArrayList<>();
        List<String> moved = new ArrayList<>();
        for (Port port : ports.stream().distinct().toList()) {
            String address = port.published() == 0 ? "" : address(port);
            if (port.published() != 0 && port.published() != port.target()) {
                moved.add(address + ":" + port.published() + "->" + port.target() + "/" + port.protocol());
                continue;
            }
            String key = address + "/" + port.protocol();
            Range range = open.get(key);
            if (range != null && port.target() == range.last() + 1) {
                open.put(key, new Range(range.first(), port.target()));
            } else if (range == null || port.target() != range.last()) {
                if (range != null) {
                    ranges.add(range.text(key));
                }
                open.put(key, new Range(port.target(), port.target()));
            }
        }
        open.forEach((key, range) -> ranges.add(range.text(key)));
        ranges.addAll(moved);
        return String.join(", ", ranges);
    }

    private static String address(Port port) {
        return port.hostIp().contains(":") ? "[" + port.hostIp() + "]" : port.hostIp();
    }
}
