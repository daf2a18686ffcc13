package dev.jcompose.linux.netlink;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An address and the length of its network's prefix: {@code 172.18.0.2/16}. */
public record IpPrefix(InetAddress address, int length) {
    private static final int GROUPS = 8;

    public IpPrefix {
        if (length < 0 || length > address.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    text(address) + "/" + length + " is no prefix: the length is out of range");
        }
    }

    /** Reads {@code address/length}; throws IllegalArgumentException with what is wrong. */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(text + " is no subnet: give address/length, as in 172.30.0.0/16");
        }
        try {
            return new IpPrefix(literal(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " is no subnet: the length is no number", e);
        }
    }

    /** The address that a literal spells; never asks a resolver. */
    public static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no IP address", e);
        }
    }

    /** As RFC 5952 and Docker write it: of an IPv6 address the longest run of zeros is left out. */
    public static String text(InetAddress address) {
        String full = address.getHostAddress();
        for (int zeros = GROUPS; zeros > 1 && address instanceof Inet6Address; zeros--) {
            var run = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|$)").matcher(full);
            if (run.find()) {
                return full.substring(0, run.start()) + "::" + full.substring(run.end());
            }
        }
        return full;
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    /** The network: the same prefix with its host bits cleared. */
    public IpPrefix network() {
        return new IpPrefix(at(number(address).shiftRight(hostBits()).shiftLeft(hostBits())), length);
    }

    /** The {@code index}-th address of the network. */
    public InetAddress host(BigInteger index) {
        return at(number(network().address).add(index));
    }

    public InetAddress host(long index) {
        return host(BigInteger.valueOf(index));
    }

    /** The place of an address in the network; the inverse of {@link #host}. */
    public BigInteger indexOf(InetAddress other) {
        return number(other).subtract(number(network().address));
    }

    /** How many addresses the network spans. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(hostBits());
    }

    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && number(other).shiftRight(hostBits()).equals(number(address).shiftRight(hostBits()));
    }

    public boolean overlaps(IpPrefix other) {
        return length <= other.length ? contains(other.address) : other.contains(address);
    }

    @Override
    public String toString() {
        return text(address) + "/" + length;
    }

    private int hostBits() {
        return address.getAddress().length * 8 - length;
    }

    private InetAddress at(BigInteger number) {
        var bytes = new byte[address.getAddress().length];
        var digits = number.toByteArray();
        int count = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - count, bytes, bytes.length - count, count);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
