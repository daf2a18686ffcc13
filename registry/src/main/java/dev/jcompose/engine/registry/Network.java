package dev.jcompose.engine.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/** A network of NO_PROXY: {@code 10.0.0.0/8}. Hosts that are no literal address are in none. */
record Network(InetAddress base, int bits) {

    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        try {
            return literal(text.substring(0, slash))
                    .map(base -> new Network(base, Integer.parseInt(text.substring(slash + 1))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean contains(String host) {
        return literal(host)
                .filter(a -> a.getAddress().length == base.getAddress().length)
                .filter(a -> prefix(a).equals(prefix(base)))
                .isPresent();
    }

    private BigInteger prefix(InetAddress address) {
        int length = address.getAddress().length * 8;
        return new BigInteger(1, address.getAddress()).shiftRight(Math.max(0, length - bits));
    }

    private static Optional<InetAddress> literal(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
