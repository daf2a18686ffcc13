package dev.jcompose.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.compose.output.YamlWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class YamlWriterTest {
    @TestFactory
    Stream<DynamicTest> printedYamlReadsAsTheSameStack() {
        return Case.all().stream()
                .filter(one -> !one.isRefused())
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    String printed = YamlWriter.project(one.load().orThrow().tree());
                    LoadRequest again = one.request(java.util.List.of(new dev.jcompose.compose.load.StackFile(
                            one.folder().resolve("compose.yaml").toString(), printed.replace("$", "$$"))));
                    String reread = YamlWriter.project(
                            ComposeLoader.load(again).orThrow().tree());
                    assertEquals(printed, reread);
                }));
    }

    @Test
    void whatComposeAlwaysPrintsIsPrintedThoughItSaysNothing() {
        Case one = new Case(Case.root().resolve("attribute-blkio-empty"));
        String printed = YamlWriter.project(one.load().orThrow().tree());
        String devices = """
                      device_read_bps:
                        - path: ""
                          rate: "0"
                        - path: /dev/a
                          rate: "0"
                """;
        assertTrue(printed.contains(devices), printed);
        String weights = """
                      weight_device:
                        - path: /dev/a
                          weight: 0
                        - path: ""
                          weight: 5
                        - path: ""
                          weight: 0
                """;
        assertTrue(printed.contains(weights), printed);
        assertTrue(printed.contains("kind: \"\"\n                value: 2\n"), printed);
    }

    @Test
    void aListInAListBeginsInTheLineOfItsDash() {
        Case one = Case.all().getFirst();
        String text = """
                name: lists
                services: {}
                x-lists:
                  - - - a
                    - b: c
                      d:
                        - - e
                  - []
                """;
        LoadRequest request = one.request(java.util.List.of(new dev.jcompose.compose.load.StackFile("c.yaml", text)));
        assertEquals(
                text, YamlWriter.project(ComposeLoader.load(request).orThrow().tree()));
    }

    @Test
    void stringsKeepTheQuotesThatTheyNeed() {
        Case one = Case.all().getFirst();
        String text = """
                name: quotes
                services:
                  a:
                    command:
                      - plain
                      - "80"
                      - 'yes'
                      - ""
                      - 'a: b'
                      - '- x'
                      - "tab\\t"
                      - |-
                        two
                        lines
                      - '1:30'
                      - '<<'
                      - "\\U0001F600"
                      - |-

                        leading
                      - |2
                         indented
                      - "2020-01-01"
                    image: x
                    labels:
                      "9": nine
                      "10": ten
                      a2: two
                      a10: ten
                      ? |-
                        two
                        lines
                      : value
                      'y': 'n'
                    networks:
                      default: null
                    ulimits:
                      nofile:
                        soft: 1
                        hard: 2
                    x-a: 2
                    x-b: 1
                networks:
                  default:
                    name: quotes_default
                """;
        LoadRequest request =
                one.request(java.util.List.of(new dev.jcompose.compose.load.StackFile("/s/compose.yaml", text)));
        assertEquals(
                text, YamlWriter.project(ComposeLoader.load(request).orThrow().tree()));
    }

    @Test
    void longLinesAreFoldedAndEmptyLimitsWrittenAsComposeDoes() {
        String text = """
                name: folded
                services:
                  a:
                    command:
                      - one two three four five six seven eight nine ten eleven twelve thirteen fourteen
                        fifteen sixteen
                    image: x
                    labels:
                      double: "\\t one two three four five six seven eight nine ten eleven twelve thirteen
                        \\ fourteen fifteen sixteen"
                      long: one two three four five six seven eight nine ten eleven twelve thirteen
                        fourteen fifteen  sixteen a b c d e
                      one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen: key
                      ? one two three four five six seven eight nine ten eleven twelve thirteen fourteen
                        fifteen sixteen seventeen eighteen nineteen twenty x
                      : value
                      quoted: 'it''s: one two three four five six seven eight nine ten eleven twelve
                        thirteen  fourteen fifteen sixteen'
                      words: onetwothreefourfivesixseveneightnineteneleventwelvethirteenfourteenfifteensixteenseventeen
                        eighteen
                    networks:
                      default: null
                    ulimits:
                      nofile:
                        soft: 0
                        hard: 3
                      nproc:
                        soft: 0
                        hard: 0
                networks:
                  default:
                    name: folded_default
                """;
        LoadRequest request = Case.all()
                .getFirst()
                .request(java.util.List.of(new dev.jcompose.compose.load.StackFile("/s/compose.yaml", text)));
        assertEquals(
                text, YamlWriter.project(ComposeLoader.load(request).orThrow().tree()));
    }
}
