package dev.jcompose.engine.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/** A network of NO_PROXY or of registries: {@code 10.0.0.0/8}. */
record Network(InetAddress base, int bits) {

    /** Empty where the text is none. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            return literal(text.substring(0, slash))
                    .map(base -> new Network(base, Integer.parseInt(text.substring(slash + 1))))
                    .filter(network -> network.bits >= 0 && network.bits <= network.base.getAddress().length * 8);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Hosts that are no literal address are in none. */
    boolean contains(String host) {
        return literal(host).filter(this::contains).isPresent();
    }

    /** Whether an address that this host knows for the name lies in it. */
    boolean reaches(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).anyMatch(this::contains);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && prefix(address).equals(prefix(base));
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
