package dev.jcompose.engine.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** Chooses the proxy as curl and Docker do: HTTP_PROXY, HTTPS_PROXY, and NO_PROXY with names, suffixes and networks. */
final class Proxies extends ProxySelector {
    private final RegistrySettings settings;

    Proxies(RegistrySettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String proxy = settings.variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (proxy.isEmpty() || isDirect(uri, settings.variable("NO_PROXY"))) {
            return List.of(Proxy.NO_PROXY);
        }
        URI at = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        int port = at.getPort() < 0 ? 80 : at.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(at.getHost(), port)));
    }

    static boolean isDirect(URI uri, String noProxy) {
        String host = RegistrySettings.host(uri.getAuthority());
        int port = uri.getPort() < 0 ? "https".equals(uri.getScheme()) ? 443 : 80 : uri.getPort();
        if (host.equals("localhost") || host.equals("::1") || host.startsWith("127.")) {
            return true;
        }
        for (String each : noProxy.split(",", -1)) {
            if (matches(each.strip(), host, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String rule, String host, int port) {
        if (rule.equals("*")) {
            return true;
        }
        if (rule.indexOf('/') > 0) {
            return Network.parse(rule).map(n -> n.contains(host)).orElse(false);
        }
        String name = rule;
        int colon = rule.lastIndexOf(':');
        if (colon > 0 && rule.indexOf(':') == colon) {
            if (!rule.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = rule.substring(0, colon);
        }
        name = name.toLowerCase(java.util.Locale.ROOT).replaceFirst("^\\*?\\.", "");
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        // The request itself fails with the same cause.
    }
}
