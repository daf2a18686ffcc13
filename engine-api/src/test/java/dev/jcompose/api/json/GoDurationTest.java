package dev.jcompose.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GoDurationTest {
    @Test
    void partsAddUp() {
        assertEquals(OptionalLong.of(3_723_500_000_000L), GoDuration.nanos("1h2m3.5s"));
        assertEquals(OptionalLong.of(300_000_000L), GoDuration.nanos("300ms"));
        assertEquals(OptionalLong.of(1_500L), GoDuration.nanos("1µs500ns"));
        assertEquals(OptionalLong.of(0), GoDuration.nanos("0"));
        assertEquals(OptionalLong.of(0), GoDuration.nanos("0s"));
    }

    @Test
    void whatIsNoDurationIsNone() {
        for (String text : List.of("", "5", "s", "1d", "1h ", "-1s", "1h2", "1.s", "99999999h")) {
            assertEquals(OptionalLong.empty(), GoDuration.nanos(text), text);
        }
    }
}
