package dev.jcompose.compose.node;

import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A single value. */
public final class Scalar extends Node {
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private final @Nullable Object value;

    /** @param value null, String, Boolean, Long, BigInteger (above a Long), Double, Float or OffsetDateTime */
    public Scalar(@Nullable Object value, Origin origin) {
        super(origin);
        this.value = value;
    }

    public @Nullable Object value() {
        return value;
    }

    @Override
    public Scalar withOrigin(Origin other) {
        return new Scalar(value, other);
    }

    /** The same scalar where it has that value. */
    public Scalar withValue(@Nullable Object other) {
        return Objects.equals(other, value) ? this : new Scalar(other, origin());
    }

    /** The value where it is a string, else null. */
    public @Nullable String string() {
        return value instanceof String string ? string : null;
    }

    public boolean isNumber() {
        return value instanceof Number;
    }

    public boolean isInteger() {
        return value instanceof Long || value instanceof BigInteger;
    }

    /** Numbers in their shortest form, null as {@code <nil>}. */
    @Override
    public String text() {
        return switch (value) {
            case null -> "<nil>";
            case Double number -> Numbers.general(number);
            case Float number -> Numbers.general(number);
            case OffsetDateTime time -> time(time);
            default -> value.toString();
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scalar scalar && Objects.equals(value, scalar.value) && isFromWhere(scalar);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return value + " at " + position();
    }

    private static String time(OffsetDateTime time) {
        String offset = time.getOffset().equals(ZoneOffset.UTC)
                ? "+0000 UTC"
                : time.getOffset().getId().replace(":", "") + " "
                        + time.getOffset().getId().replace(":", "");
        return DATE.format(time) + " " + offset;
    }
}
