package dev.jcompose.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jcompose.api.error.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Listing listing = listing();
        assertEquals(
                "NAME      CONFIG FILES\nweb       a,b\nlonger    c\n", printed(out -> listing.print("table", out)));
    }

    @Test
    void templatesFillFields() {
        Listing listing = listing();
        assertEquals("web=a,b\nlonger=c\n", printed(out -> listing.print("{{.Name}}={{ .ConfigFiles }}", out)));
        assertEquals("NAME\nweb\nlonger\n", printed(out -> listing.print("table {{.Name}}", out)));
        assertEquals("\"web\"\n\"longer\"\n", printed(out -> listing.print("{{json .Name}}", out)));
        assertEquals(
                "{\"Name\":\"web\",\"ConfigFiles\":\"a,b\"}\n{\"Name\":\"longer\",\"ConfigFiles\":\"c\"}\n",
                printed(out -> listing.print("json", out)));
    }

    @Test
    void aTableOfATemplateHasHeadingsAndWholeColumns() {
        assertEquals(
                "NAME      CONFIG FILES\nWEB       a,b\nLONGER    c\n",
                printed(out -> listing().print("table {{upper .Name}}\\t{{.ConfigFiles}}", out)));
        assertEquals("NAME  CONFIG FILES\n", printed(Table.dense(List.of("NAME", "CONFIG FILES"))::print));
        assertThrows(EngineException.class, () -> printed(out -> listing().print("{{.Nonsense}}", out)));
    }

    @Test
    void sizesHaveTheDigitsOfDockers() {
        assertEquals("0B", Human.size(0));
        assertEquals("999B", Human.size(999));
        assertEquals("1.5kB", Human.size(1500));
        assertEquals("123MB", Human.size(123_400_000));
        assertEquals("1.207MiB", Human.memory(1_265_664));
        assertEquals("128MiB", Human.memory(128 << 20));
    }

    @Test
    void agesAreRoundedAsDockersAre() {
        assertEquals("Less than a second", Human.duration(Duration.ofMillis(10)));
        assertEquals("1 second", Human.duration(Duration.ofSeconds(1)));
        assertEquals("About a minute", Human.duration(Duration.ofSeconds(90)));
        assertEquals("About an hour", Human.duration(Duration.ofMinutes(61)));
        assertEquals("2 hours", Human.duration(Duration.ofMinutes(100)));
        assertEquals("3 days", Human.duration(Duration.ofDays(3)));
        assertEquals("2 weeks", Human.duration(Duration.ofDays(15)));
    }

    @Test
    void mergedLinesStandUnderTheirNamesAndAreNeverTorn() throws IOException {
        var bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        MergedLog log = new MergedLog(out, out, Ansi.PLAIN, true);
        try (var web = log.sink("web-1");
                var db = log.sink("db-1")) {
            web.write("hel".getBytes(StandardCharsets.UTF_8));
            db.write("one\ntwo".getBytes(StandardCharsets.UTF_8));
            web.write("lo\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("db-1   | one\nweb-1  | hello\ndb-1   | two\n", bytes.toString(StandardCharsets.UTF_8));
    }

    private static Listing listing() {
        Listing listing = new Listing("Name", "ConfigFiles");
        listing.row(row("web", "a,b"));
        listing.row(row("longer", "c"));
        return listing;
    }

    private static Map<String, Object> row(String name, String files) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", name);
        row.put("ConfigFiles", files);
        return row;
    }

    private static String printed(Consumer<PrintStream> printing) {
        var bytes = new ByteArrayOutputStream();
        printing.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
