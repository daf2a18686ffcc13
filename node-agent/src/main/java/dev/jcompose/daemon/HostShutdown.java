package dev.jcompose.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether it is the host that goes down, and not the daemon alone. At the end of a shutdown systemd sends every process SIGTERM
 * and waits for one and a half minutes: the first process of a container ignores a signal that it does not handle, and one whose
 * stop signal is another would not end well.
 *
 * @param question prints {@code stopping} where it does
 */
record HostShutdown(List<String> question) {
    private static final Logger LOG = LoggerFactory.getLogger(HostShutdown.class);

    /** By systemd, which answers root without its bus, so to the end. */
    static final HostShutdown BY_SYSTEMD = new HostShutdown(List.of("systemctl", "is-system-running"));

    boolean isUnderWay() {
        try {
            Process asked = new ProcessBuilder(question)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.strip().equals("stopping");
        } catch (IOException e) {
            LOG.debug("no systemd on this host", e);
            return false;
        }
    }
}
