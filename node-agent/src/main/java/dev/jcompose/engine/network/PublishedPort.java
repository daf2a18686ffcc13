package dev.jcompose.engine.network;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.jcompose.linux.netlink.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * One port of the host that leads to one of a container.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param address of the host; {@code 0.0.0.0} and {@code ::} for every one of their family
 */
record PublishedPort(String protocol, String address, int port, int containerPort) {

    @JsonIgnore
    InetAddress ip() {
        return IpPrefix.literal(address);
    }

    @JsonIgnore
    boolean isIpv4() {
        return ip() instanceof Inet4Address;
    }

    /** As keys of the Docker API spell it: {@code 80/tcp}. */
    @JsonIgnore
    String containerKey() {
        return containerPort + "/" + protocol;
    }

    @Override
    public String toString() {
        return (isIpv4() ? address : "[" + address + "]") + ":" + port + "/" + protocol;
    }
}
