package dev.jcompose.engine.registry;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the proxy as curl and Docker do: HTTP_PROXY, HTTPS_PROXY, and NO_PROXY with names, suffixes and networks. */
public final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 80;

    private final Map<String, String> environment;

    /** @param environment where the variables are looked up, in lower case before upper case */
    public Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Makes a client go by them, with the login that a proxy's address may have. */
    public HttpClient.Builder equip(HttpClient.Builder client) {
        client.proxy(this);
        if (!logins().isEmpty()) {
            client.authenticator(new Authenticator() {
                @Override
                protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                    String proxy = getRequestingHost() + ":" + getRequestingPort();
                    return getRequestorType() == RequestorType.PROXY ? logins().get(proxy) : null;
                }
            });
        }
        return client;
    }

    /** Host and port → login. */
    private Map<String, PasswordAuthentication> logins() {
        Map<String, PasswordAuthentication> logins = new HashMap<>();
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY")) {
            String proxy = variable(name);
            String login = proxy.isEmpty() ? null : address(proxy).getUserInfo();
            if (login != null) {
                int colon = login.indexOf(':');
                String user = colon < 0 ? login : login.substring(0, colon);
                String password = colon < 0 ? "" : login.substring(colon + 1);
                logins.put(
                        address(proxy).getHost() + ":" + port(address(proxy)),
                        new PasswordAuthentication(user, password.toCharArray()));
            }
        }
        return logins;
    }

    private String variable(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return lower.isEmpty() ? environment.getOrDefault(name, "") : lower;
    }

    private static URI address(String proxy) {
        return URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    }

    private static int port(URI proxy) {
        return proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
    }

    @Override
    public List<Proxy> select(URI uri) {
        String proxy = variable("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (proxy.isEmpty() || isDirect(uri, variable("NO_PROXY"))) {
            return List.of(Proxy.NO_PROXY);
        }
        URI at = address(proxy);
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(at.getHost(), port(at))));
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
        name = name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        // The request itself fails with the same cause.
    }
}
