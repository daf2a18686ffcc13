package dev.jcompose.cli;

import dev.jcompose.cli.output.Ansi;
import dev.jcompose.cli.output.MergedLog;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an {@code up} at a terminal answers, shown below its last line. Ctrl-C and Ctrl-Z stay what they are; while the
 * command is stopped the terminal is as it was before.
 */
final class Menu implements AutoCloseable {
    private static final int NEW_LINE = '\n';

    /** What a key does, and what it is called now. */
    interface Key {
        String name();

        void pressed();
    }

    private final Invocation at;
    private final Ansi ansi;
    private final MergedLog log;
    private final Map<Character, Key> keys;
    private @Nullable AutoCloseable restoration;

    private Menu(Invocation at, Ansi ansi, MergedLog log, Map<Character, Key> keys) {
        this.at = at;
        this.ansi = ansi;
        this.log = log;
        this.keys = keys;
    }

    /** Shows the keys, in the order of the map, and answers them until it is closed; nothing where the terminal takes no modes. */
    static Menu open(Invocation at, Ansi ansi, MergedLog log, Map<Character, Key> keys) {
        Menu menu = new Menu(at, ansi, log, keys);
        menu.continued();
        Signals.on("TSTP", menu::stopped);
        Signals.on("CONT", menu::continued);
        // A platform thread: reading a terminal cannot be given up, and the program does not wait for it.
        Thread.ofPlatform().daemon().start(menu::read);
        return menu;
    }

    private void read() {
        try {
            for (int key = at.in().read(); key >= 0; key = at.in().read()) {
                Key known = keys.get(Character.toLowerCase((char) key));
                if (known != null) {
                    known.pressed();
                    draw();
                } else if (key == NEW_LINE) {
                    log.note("");
                }
            }
        } catch (IOException e) {
            // The terminal is gone; what runs needs none.
            return;
        }
    }

    private synchronized void show() throws IOException {
        restoration = at.terminal().keys();
        draw();
    }

    private synchronized void draw() {
        if (restoration != null) {
            StringBuilder footer = new StringBuilder();
            keys.forEach((key, what) -> footer.append(ansi.key(String.valueOf(key)))
                    .append(' ')
                    .append(what.name())
                    .append("   "));
            log.footer(footer.toString().strip());
        }
    }

    /** The signal was ours, so stopping is, too; by the one that nobody can catch. */
    private void stopped() {
        hide();
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            String.valueOf(ProcessHandle.current().pid()))
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            log.note("The command could not be stopped: " + e.getMessage());
        }
    }

    private void continued() {
        try {
            show();
        } catch (IOException e) {
            log.note("The keys are not answered any more: " + e.getMessage());
        }
    }

    /** The terminal is as it was; keys that come later are not answered. */
    @Override
    public void close() {
        hide();
    }

    /** As {@link #close}, until it is shown again. */
    synchronized void hide() {
        log.footer("");
        if (restoration != null) {
            try {
                restoration.close();
            } catch (Exception e) {
                log.note("The terminal could not be set back (run `stty sane`): " + e.getMessage());
            }
            restoration = null;
        }
    }
}
