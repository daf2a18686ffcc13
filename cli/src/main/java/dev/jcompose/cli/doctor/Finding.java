package dev.jcompose.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param grave containers do not run, or do not reach each other, without it
 * @param cure what mends it; meant for where it is not {@code good}
 */
public record Finding(String subject, boolean good, boolean grave, String text, String cure) {
    static Finding good(String subject, String text) {
        return new Finding(subject, true, true, text, "");
    }

    static Finding missing(String subject, String text, String cure) {
        return new Finding(subject, false, true, text, cure);
    }

    /** Something that works without, less well. */
    static Finding note(String subject, String text, String cure) {
        return new Finding(subject, false, false, text, cure);
    }

    static Finding of(boolean good, String subject, String text, String cure) {
        return good ? good(subject, text) : missing(subject, text, cure);
    }
}
