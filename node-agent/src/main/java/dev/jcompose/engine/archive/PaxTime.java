package dev.jcompose.engine.archive;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A time of a PAX record: decimal seconds with any fraction. */
record PaxTime(long seconds, int nanos) {
    static PaxTime of(@Nullable String text, long otherwise) throws IOException {
        if (text == null) {
            return new PaxTime(otherwise, 0);
        }
        try {
            var exact = new BigDecimal(text);
            var whole = exact.setScale(0, RoundingMode.FLOOR);
            return new PaxTime(
                    whole.longValueExact(),
                    exact.subtract(whole).movePointRight(9).intValue());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException("PAX record mtime is no time: " + text, e);
        }
    }
}
