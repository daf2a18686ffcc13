package dev.jcompose.engine.network;

import dev.jcompose.linux.netlink.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What /etc/resolv.conf of the host says; read at each use, since the host may move to another network. */
record HostResolver(List<InetAddress> servers, List<String> search, List<String> options) {
    private static final Path FILE = Path.of("/etc/resolv.conf");

    static HostResolver read() {
        try {
            return parse(Files.readString(FILE));
        } catch (IOException e) {
            // A host without the file has no resolver: names of containers still work.
            return new HostResolver(List.of(), List.of(), List.of());
        }
    }

    static HostResolver parse(String text) {
        var servers = new ArrayList<InetAddress>();
        List<String> search = List.of();
        List<String> options = new ArrayList<>();
        for (var line : text.lines().toList()) {
            var words = List.of(line.strip().split("\\s+"));
            var rest = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> {
                    if (!rest.isEmpty() && isLiteral(rest.getFirst())) {
                        servers.add(IpPrefix.literal(rest.getFirst()));
                    }
                }
                case "search", "domain" -> search = List.copyOf(rest);
                case "options" -> options.addAll(rest);
                default -> {}
            }
        }
        return new HostResolver(List.copyOf(servers), search, List.copyOf(options));
    }

    private static boolean isLiteral(String text) {
        try {
            IpPrefix.literal(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
