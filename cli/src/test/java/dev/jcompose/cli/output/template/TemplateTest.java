package dev.jcompose.cli.output.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jcompose.api.error.EngineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docker's command line 28 prints for the same templates over the same values. */
class TemplateTest {
    private static final Map<String, Object> ROW = Map.of(
            "Name",
            "web-1",
            "Status",
            "Up 3 minutes",
            "Ports",
            "80/tcp, 443/tcp",
            "Code",
            137,
            "Share",
            0.25,
            "Empty",
            "",
            "Yes",
            true,
            "Publishers",
            List.of(publisher("0.0.0.0", 8080), publisher("::", 8081)),
            "Labels",
            Map.of("b", "2", "a", "1"),
            "Label",
            (Method) arguments -> "label " + arguments.getFirst());

    private static Struct publisher(String url, long port) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("URL", url);
        fields.put("PublishedPort", port);
        return new Struct(fields);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{{.Name}}={{ .Status }} # web-1=Up 3 minutes",
                "{{json .Name}} {{json .Labels}} # \"web-1\" {\"a\":\"1\",\"b\":\"2\"}",
                "{{.Name | upper}} {{lower \"ABC\"}} {{title \"two words\"}} # WEB-1 abc Two Words",
                "{{join (split .Ports \", \") \"+\"}} # 80/tcp+443/tcp",
                "{{.Publishers}} {{json (index .Publishers 0)}} # [{0.0.0.0 8080} {:: 8081}] {\"URL\":\"0.0.0.0\",\"PublishedPort\":8080}",
                "{{len .Name}} {{len .Publishers}} {{len .Labels}} # 5 2 2",
                "{{index .Labels \"a\"}} {{(index .Publishers 1).PublishedPort}} # 1 8081",
                "{{slice .Name 0 3}} {{truncate .Name 2}} [{{pad .Name 1 2}}] # web we [ web-1  ]",
                "{{printf \"%-8s|%5d|%05.2f|%q|%x|%%\" .Name .Code .Share \"a\" 255}} # web-1   |  137|00.25|\"a\"|ff|%",
                "{{printf \"%d\" .Name}} # %!d(a text=web-1)",
                "{{range .Publishers}}{{.URL}}:{{.PublishedPort}} {{end}}{{.Name}} # 0.0.0.0:8080 :::8081 web-1",
                "{{range $i, $p := .Publishers}}{{$i}}={{$p.PublishedPort}};{{end}} # 0=8080;1=8081;",
                "{{range $k, $v := .Labels}}{{$k}}{{$v}}{{end}} # a1b2",
                "{{range .Publishers}}{{if eq .URL \"::\"}}{{break}}{{end}}{{.URL}}{{else}}none{{end}} # 0.0.0.0",
                "{{range .Empty | len}}x{{else}}none{{end}} # none",
                "{{if .Empty}}a{{else if gt .Code 100}}b{{else}}c{{end}} # b",
                "{{if and .Yes (not .Empty)}}x{{end}}{{if or .Empty false}}y{{end}} # x",
                "{{with .Labels}}{{.a}}{{$.Name}}{{end}}{{with .Empty}}x{{else}}y{{end}} # 1web-1y",
                "{{$n := .Name}}{{if true}}{{$n = \"other\"}}{{end}}{{$n}} # other",
                "{{.Name -}}   x   {{- .Code}}{{/* a }} comment */}} # web-1x137",
                "{{println .Name .Code}}x # ~web-1 137\nx~",
                "{{print .Code .Code .Name}} # 137 137web-1",
                "{{.Labels}} {{.Share}} {{.Yes}} {{.Labels.none}} # map[a:1 b:2] 0.25 true <no value>",
                "{{.Label \"team\"}} # label team",
                "{{`raw \\n`}} {{'a'}} {{\"\\u00e9\\t|\"}} # ~raw \\n 97 é\t|~",
                "{{eq .Name \"x\" \"web-1\"}} {{ne 1 2}} {{lt 1 2}} {{le \"b\" \"a\"}} {{ge 2 2}} # true true true false true",
                "{{$.Name}}{{\"{{\"}} # web-1{{",
            })
    void printsWhatGoPrints(String template, String expected) {
        assertEquals(expected, Template.parse(template).apply(ROW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{{.Nme}} # line 1, column 3: no field Nme; a row has Code, Empty, Label",
                "a {{Name}} # line 1, column 5: there is no function Name; there are and, eq,",
                "{{.Name # line 1, column 1: {{ is not closed by }}",
                "{{if .Name}}x # line 1, column 3: if is not closed by {{end}}",
                "~x\n{{end}}~ # line 2, column 3: there is nothing here that end could belong to",
                "{{.Name.First}} # line 1, column 8: no field First in a text",
                "{{index .Publishers 2}} # line 1, column 3: index 2 is out of range: there are 2, counted from 0",
                "{{join .Ports \",\"}} # join takes a list and a text, not a text; split makes a list",
                "{{upper .Code}} # a text is needed, not a number",
                "{{range .Name}}{{end}} # range goes over a list or a map, not over a text",
                "{{lt .Name 1}} # a text cannot be compared with a number",
                "{{$x}} # there is no variable $x",
                "{{.Name | 1}} # after | stands a function",
                "{{\"open}} # a quote is not closed",
                "{{break}} # break stands outside of a range",
                "{{template \"x\"}} # template is not understood",
                "{{.Name 1}} # this takes no arguments: it is a text",
                "{{upper}} # this takes 1 argument, not 0",
            })
    void saysWhereAndWhatIsWrong(String template, String message) {
        EngineException wrong = assertThrows(
                EngineException.class, () -> Template.parse(template).apply(ROW));
        assertTrue(String.valueOf(wrong.getMessage()).contains(message), wrong::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {"{{upper .Name}}{{json .Code}} # NameCode", "{{join (split .Ports \",\") \" \"}} # Ports"})
    void headingsAreLeftAsTheyAre(String template, String expected) {
        assertEquals(
                expected, Template.parse(template).headings(Map.of("Name", "Name", "Code", "Code", "Ports", "Ports")));
    }
}
