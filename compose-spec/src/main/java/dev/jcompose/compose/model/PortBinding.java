package dev.jcompose.compose.model;

/**
 * A port of the container, and where it is published.
 *
 * @param mode {@code ingress} or {@code host}
 * @param hostIp empty for every address of the host
 * @param published empty for a port that the engine picks, a port, or a range {@code first-last} to pick from
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortBinding(
        String name, String mode, String hostIp, int target, String published, String protocol, String appProtocol) {

    static PortBinding of(View view) {
        String protocol = view.text("protocol");
        return new PortBinding(
                view.text("name"),
                view.text("mode"),
                view.text("host_ip"),
                (int) view.number("target"),
                view.text("published"),
                protocol.isEmpty() ? "tcp" : protocol,
                view.text("app_protocol"));
    }
}
