package dev.jcompose.scheduler.placement;

import dev.jcompose.scheduler.cluster.NodeState;
import dev.jcompose.scheduler.protocol.NodeInfo;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a node does not suit; empty where it does. */
interface Filter {

    Optional<String> objection(NodeState node);

    /** Its agent holds a session. */
    static Filter ready() {
        return node -> node.ready() ? Optional.empty() : Optional.of("its agent is not connected");
    }

    /** {@code platform} is {@code os/arch[/variant]} or empty. Another architecture may be emulated, another system not. */
    static Filter platform(String platform) {
        return node -> {
            NodeInfo info = node.info();
            String os = platform.isEmpty() ? "linux" : platform.replaceFirst("/.*", "");
            return info == null || info.os().equals(os)
                    ? Optional.empty()
                    : Optional.of("it runs " + info.os() + ", not " + os);
        };
    }

    /** All of {@code node.labels.disk==ssd} and the like hold. A lone node has every role. */
    static Filter constraints(List<String> constraints) {
        return node -> constraints.stream()
                .filter(constraint -> !holds(constraint, node.info()))
                .findFirst()
                .map(constraint -> "constraint " + constraint + " does not hold");
    }

    private static boolean holds(String constraint, @org.jspecify.annotations.Nullable NodeInfo node) {
        Matcher parts =
                Pattern.compile("\\s*([\\w.\\-/]+)\\s*(==|!=)\\s*(.*?)\\s*").matcher(constraint);
        if (!parts.matches() || node == null) {
            return false;
        }
        String key = parts.group(1);
        if (key.equals("node.role")) {
            return parts.group(2).equals("==");
        }
        return value(key, node).equalsIgnoreCase(parts.group(3))
                == parts.group(2).equals("==");
    }

    private static String value(String key, NodeInfo node) {
        if (key.startsWith("node.labels.")) {
            return node.labels().getOrDefault(key.substring("node.labels.".length()), "");
        }
        return switch (key) {
            case "node.id" -> node.id();
            case "node.hostname" -> node.hostname();
            case "node.platform.os" -> node.os();
            case "node.platform.arch" -> node.architecture();
            default -> "";
        };
    }
}
