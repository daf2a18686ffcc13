package dev.jcompose.linux.netlink;

import dev.jcompose.linux.Errno;
import dev.jcompose.linux.LinuxException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Links, addresses and routes of the network namespace in which {@link #open} was called. Safe for several threads. */
public final class Rtnetlink implements AutoCloseable {
    private static final int NEWLINK = 16;
    private static final int DELLINK = 17;
    private static final int GETLINK = 18;
    private static final int SETLINK = 19;
    private static final int NEWADDR = 20;
    private static final int DELADDR = 21;
    private static final int GETADDR = 22;
    private static final int NEWROUTE = 24;
    private static final int GETROUTE = 26;
    private static final int CREATE_NEW = 0x400 | 0x200;
    private static final int CREATE_OR_REPLACE = 0x400 | 0x100;
    private static final int DUMP = 0x300;

    private static final int AF_BRIDGE = 7;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_PROTINFO = 12;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_GROUP = 27;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int IFLA_BRPORT_STATE = 1;
    private static final int IFLA_BRPORT_MODE = 4;
    private static final int IFLA_BRPORT_ISOLATED = 33;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_F_NODAD = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_TABLE = 15;
    private static final int TABLE_MAIN = 254;
    private static final int UP = 1;

    private final NetlinkSocket socket;

    private Rtnetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static Rtnetlink open() {
        return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /** Makes a bridge that is up; {@code group} marks it for the firewall. Fails with EEXIST where the name is taken. */
    public void createBridge(String name, MacAddress mac, int mtu, int group) {
        var message = Message.change(NEWLINK, CREATE_NEW)
                .link(0, 0, UP, UP)
                .attribute(IFLA_IFNAME, name)
                .attribute(IFLA_ADDRESS, mac.bytes())
                .attribute(IFLA_MTU, mtu)
                .attribute(IFLA_GROUP, group)
                .nested(IFLA_LINKINFO, info -> info.attribute(IFLA_INFO_KIND, "bridge"));
        socket.change("create bridge " + name, message);
    }

    public void createDummy(String name) {
        var message = Message.change(NEWLINK, CREATE_NEW)
                .link(0, 0, UP, UP)
                .attribute(IFLA_IFNAME, name)
                .nested(IFLA_LINKINFO, info -> info.attribute(IFLA_INFO_KIND, "dummy"));
        socket.change("create link " + name, message);
    }

    /** Makes the pair in one message: the host's side up and a port of its bridge, the peer in its namespace, down. */
    public void createVeth(Veth veth) {
        var message = Message.change(NEWLINK, CREATE_NEW)
                .link(0, 0, UP, UP)
                .attribute(IFLA_IFNAME, veth.host())
                .attribute(IFLA_MTU, veth.mtu());
        if (veth.bridge() != 0) {
            message.attribute(IFLA_MASTER, veth.bridge());
        }
        message.nested(
                IFLA_LINKINFO,
                info -> info.attribute(IFLA_INFO_KIND, "veth")
                        .nested(
                                IFLA_INFO_DATA,
                                data -> data.nested(
                                        VETH_INFO_PEER,
                                        peer -> peer.link(0, 0, 0, 0)
                                                .attribute(IFLA_IFNAME, veth.peer())
                                                .attribute(
                                                        IFLA_ADDRESS, veth.mac().bytes())
                                                .attribute(IFLA_MTU, veth.mtu())
                                                .attribute(IFLA_NET_NS_FD, veth.namespace()))));
        socket.change("create veth " + veth.host(), message);
    }

    /** Lets a bridge port send a frame back where it came from; an isolated one reaches no other isolated port. */
    public void bridgePort(int index, boolean hairpin, boolean isolated) {
        var message = Message.change(SETLINK, 0)
                .link(AF_BRIDGE, index, 0, 0)
                .nested(
                        IFLA_PROTINFO,
                        port -> port.attribute(IFLA_BRPORT_MODE, (byte) (hairpin ? 1 : 0))
                                .attribute(IFLA_BRPORT_ISOLATED, (byte) (isolated ? 1 : 0)));
        socket.change("set up bridge port " + index, message);
    }

    /** Lets a bridge port pass nothing any more. */
    public void disableBridgePort(int index) {
        var message = Message.change(SETLINK, 0)
                .link(AF_BRIDGE, index, 0, 0)
                .nested(IFLA_PROTINFO, port -> port.attribute(IFLA_BRPORT_STATE, (byte) 0));
        socket.change("disable bridge port " + index, message);
    }

    /** Makes a link a port of a bridge. */
    public void enslave(int index, int bridge) {
        var message = Message.change(NEWLINK, 0).link(0, index, 0, 0).attribute(IFLA_MASTER, bridge);
        socket.change("put link " + index + " into bridge " + bridge, message);
    }

    public void up(int index) {
        socket.change("set link " + index + " up", Message.change(NEWLINK, 0).link(0, index, UP, UP));
    }

    public void moveTo(int index, int namespace) {
        var message = Message.change(NEWLINK, 0).link(0, index, 0, 0).attribute(IFLA_NET_NS_FD, namespace);
        socket.change("move link " + index, message);
    }

    /** Deletes a link; one that is gone already is no failure. */
    public void delete(String name) {
        try {
            var message = Message.change(DELLINK, 0).link(0, 0, 0, 0).attribute(IFLA_IFNAME, name);
            socket.change("delete link " + name, message);
        } catch (LinuxException e) {
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
    }

    public Optional<Link> link(String name) {
        var message = Message.query(GETLINK, 0).link(0, 0, 0, 0).attribute(IFLA_IFNAME, name);
        try {
            return socket.query("look up link " + name, message).stream()
                    .map(Rtnetlink::link)
                    .findFirst();
        } catch (LinuxException e) {
            if (e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<Link> links() {
        return socket.query("list links", Message.query(GETLINK, DUMP).link(0, 0, 0, 0)).stream()
                .map(Rtnetlink::link)
                .toList();
    }

    /** Adds an address that is usable at once; one that is there already is no failure. */
    public void addAddress(int index, IpPrefix address) {
        try {
            socket.change("add address " + address, address(NEWADDR, CREATE_NEW, index, address));
        } catch (LinuxException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    public void deleteAddress(int index, IpPrefix address) {
        socket.change("delete address " + address, address(DELADDR, 0, index, address));
    }

    /** The addresses of every link. */
    public List<IpPrefix> addresses() {
        var addresses = new ArrayList<IpPrefix>();
        for (var reply :
                socket.query("list addresses", Message.query(GETADDR, DUMP).address(0, 0, 0, 0))) {
            var attributes = reply.attributes(8);
            var value = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
            if (value != null) {
                addresses.add(new IpPrefix(NetlinkSocket.ip(value), reply.u8(1)));
            }
        }
        return addresses;
    }

    /** Sends what is for {@code destination} by way of {@code gateway}, or straight out where that is null. */
    public void route(IpPrefix destination, @Nullable InetAddress gateway, int index) {
        int family = NetlinkSocket.family(destination.address());
        int scope = gateway == null ? 253 : 0;
        var message = Message.change(NEWROUTE, CREATE_OR_REPLACE)
                .route(family, destination.length(), TABLE_MAIN, 4, scope, 1)
                .attribute(RTA_OIF, index);
        if (destination.length() > 0) {
            message.attribute(RTA_DST, destination.network().address().getAddress());
        }
        if (gateway != null) {
            message.attribute(RTA_GATEWAY, gateway.getAddress());
        }
        socket.change("add route to " + destination, message);
    }

    /** The routes of the main table, the default ones with length 0. */
    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var reply :
                socket.query("list routes", Message.query(GETROUTE, DUMP).route(0, 0, 0, 0, 0, 0))) {
            var attributes = reply.attributes(12);
            var table = attributes.get(RTA_TABLE);
            if ((table == null ? reply.u8(4) : table.getInt(0)) != TABLE_MAIN || reply.u8(7) != 1) {
                continue;
            }
            var destination = attributes.get(RTA_DST);
            var address = destination == null ? NetlinkSocket.any(reply.u8(0)) : NetlinkSocket.ip(destination);
            var out = attributes.get(RTA_OIF);
            routes.add(new Route(new IpPrefix(address, reply.u8(1)), out == null ? 0 : out.getInt(0)));
        }
        return routes;
    }

    @Override
    public void close() {
        socket.close();
    }

    private static Message address(int type, int flags, int index, IpPrefix address) {
        var ip = address.address().getAddress();
        return Message.change(type, flags)
                .address(NetlinkSocket.family(address.address()), address.length(), IFA_F_NODAD, index)
                .attribute(IFA_LOCAL, ip)
                .attribute(IFA_ADDRESS, ip);
    }

    private static Link link(Reply reply) {
        var attributes = reply.attributes(16);
        var info = attributes.get(IFLA_LINKINFO);
        var kind = info == null ? "" : Reply.text(Reply.attributes(info).get(IFLA_INFO_KIND));
        return new Link(
                reply.s32(4),
                Reply.text(attributes.get(IFLA_IFNAME)),
                reply.s32(8),
                number(attributes.get(IFLA_MTU)),
                number(attributes.get(IFLA_MASTER)),
                kind,
                number(attributes.get(IFLA_GROUP)));
    }

    private static int number(java.nio.@Nullable ByteBuffer value) {
        return value == null ? 0 : value.getInt(0);
    }
}
