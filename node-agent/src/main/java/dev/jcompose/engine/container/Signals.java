package dev.jcompose.engine.container;

import dev.jcompose.api.error.EngineException;
import java.util.Locale;
import java.util.Map;

/** Signals by name, with or without SIG, or by number. */
public final class Signals {
    static final int KILL = 9;
    static final int TERM = 15;
    private static final int LARGEST = 64;
    private static final int SIGRTMIN = 34;

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("IOT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15),
            Map.entry("STKFLT", 16),
            Map.entry("CHLD", 17),
            Map.entry("CLD", 17),
            Map.entry("CONT", 18),
            Map.entry("STOP", 19),
            Map.entry("TSTP", 20),
            Map.entry("TTIN", 21),
            Map.entry("TTOU", 22),
            Map.entry("URG", 23),
            Map.entry("XCPU", 24),
            Map.entry("XFSZ", 25),
            Map.entry("VTALRM", 26),
            Map.entry("PROF", 27),
            Map.entry("WINCH", 28),
            Map.entry("IO", 29),
            Map.entry("POLL", 29),
            Map.entry("PWR", 30),
            Map.entry("SYS", 31));

    private Signals() {}

    /** Empty means SIGTERM, which ends a container by default. */
    public static int number(String text) {
        if (text.isEmpty()) {
            return TERM;
        }
        String name = text.toUpperCase(Locale.ROOT);
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        Integer known = NUMBERS.get(bare);
        if (known != null) {
            return known;
        }
        if (bare.matches("RTMIN(\\+\\d{1,2})?")) {
            return SIGRTMIN + (bare.length() > 6 ? Integer.parseInt(bare.substring(6)) : 0);
        }
        if (bare.matches("RTMAX(-\\d{1,2})?")) {
            return LARGEST - (bare.length() > 6 ? Integer.parseInt(bare.substring(6)) : 0);
        }
        if (text.matches("\\d{1,2}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LARGEST) {
            return Integer.parseInt(text);
        }
        throw EngineException.invalid("invalid signal: " + text);
    }
}
