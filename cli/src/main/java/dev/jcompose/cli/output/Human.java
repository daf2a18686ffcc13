package dev.jcompose.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Sizes and ages as people read them, in the words of the docker command line. */
public final class Human {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Human() {}

    /** {@code 12.3MB}: powers of 1000, three digits. */
    public static String size(long bytes) {
        return scaled((double) bytes, 1000, DECIMAL, 3);
    }

    /** {@code 12.34MiB}: powers of 1024, four digits. */
    public static String memory(long bytes) {
        return scaled((double) bytes, 1024, BINARY, 4);
    }

    private static String scaled(double value, int base, String[] units, int digits) {
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        String number = String.format(Locale.ROOT, "%." + Math.max(0, digits - wholeDigits(value)) + "f", value);
        return (number.contains(".") ? number.replaceAll("\\.?0+$", "") : number) + units[unit];
    }

    private static int wholeDigits(double value) {
        return Long.toString((long) value).length();
    }

    /** {@code About an hour}, {@code 3 days}. */
    public static String duration(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = length.toMinutes();
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        long hours = Math.round(seconds / 3600.0);
        if (hours < 48) {
            return hours == 1 ? "About an hour" : hours + " hours";
        }
        long days = hours / 24;
        if (days < 14) {
            return days + " days";
        }
        if (days < 60) {
            return days / 7 + " weeks";
        }
        return days < 730 ? days / 30 + " months" : days / 365 + " years";
    }
}
