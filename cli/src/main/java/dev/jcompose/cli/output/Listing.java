package dev.jcompose.cli.output;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.cli.output.template.Method;
import dev.jcompose.cli.output.template.Template;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Things with named fields, printed as {@code --format} asks: {@code table}, {@code json}, or a template such as
 * <code>{{.Name}}: {{.Status}}</code>, with {@code table } before it for headings.
 */
public final class Listing {
    private static final Pattern FIELD = Pattern.compile("\\.(\\w+)");

    private final List<String> columns;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private Map<String, String> headings = Map.of();
    private Function<List<String>, Table> shape = Table::of;

    /** Empty. Columns are the fields of a table, under headings of their own name: {@code CONFIG FILES} for {@code ConfigFiles}. */
    public Listing(String... columns) {
        this.columns = List.of(columns);
    }

    /** With other headings for some fields. */
    public Listing headed(Map<String, String> other) {
        headings = other;
        return this;
    }

    /** As {@code ls} and {@code images} are printed. */
    public Listing wide() {
        shape = Table::wide;
        return this;
    }

    public void row(Map<String, Object> fields) {
        rows.add(new LinkedHashMap<>(fields));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints the rows. Throws INVALID for a template that is wrong, or names a field that the rows have not. */
    public void print(String format, PrintStream out) {
        String template =
                format.strip().replace("\\t", "\t").replace("\\n", "\n").replaceFirst("^pretty$|^$", "table");
        if (template.equals("json")) {
            rows.forEach(row -> out.println(Template.json(row)));
        } else if (template.equals("table")) {
            Table table = shape.apply(columns.stream().map(this::heading).toList());
            rows.forEach(row -> table.row(columns.stream()
                    .map(column -> String.valueOf(row.getOrDefault(column, "")))
                    .toList()));
            table.print(out);
        } else if (template.startsWith("table ")) {
            table(Template.parse(template.substring("table ".length())), template, out);
        } else {
            Template each = Template.parse(template);
            rows.forEach(row -> out.println(each.apply(row)));
        }
    }

    /** As {@link #print}, with one array for {@code json}, as {@code ls} and {@code images} have it; a word is no template here. */
    public void printWhole(String format, PrintStream out) {
        if (format.equals("json")) {
            out.println(Template.json(rows));
        } else if (format.contains("{{") || List.of("", "table", "pretty").contains(format)) {
            print(format, out);
        } else {
            throw EngineException.invalid(
                    "format value \"" + format + "\" could not be parsed: it is table, json, or a template such as {{."
                            + columns.getFirst() + "}}");
        }
    }

    private void table(Template template, String text, PrintStream out) {
        Map<String, Object> names = new LinkedHashMap<>();
        Matcher fields = FIELD.matcher(text);
        while (fields.find()) {
            names.put(fields.group(1), heading(fields.group(1)));
        }
        names.put("Label", (Method) Listing::headingOfLabel);
        Table table = shape.apply(cells(template.headings(names)));
        rows.forEach(row -> template.apply(row).lines().forEach(line -> table.row(cells(line))));
        table.print(out);
    }

    private static List<String> cells(String line) {
        return List.of(line.split("\t", -1));
    }

    /** {@code com.example.first-team} → {@code first team}, as docker's command line has it. */
    private static Object headingOfLabel(List<?> arguments) {
        String label = String.valueOf(arguments.getFirst());
        return label.substring(label.lastIndexOf('.') + 1).replaceAll("[-_]", " ");
    }

    /** {@code ConfigFiles} → {@code CONFIG FILES}. */
    private String heading(String column) {
        String own = headings.get(column);
        return own != null ? own : column.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }
}
