package dev.jcompose.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jcompose.api.error.EngineException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Things with named fields, printed as {@code --format} asks: {@code table}, {@code json}, or a template over fields such as
 * <code>{{.Name}}: {{.Status}}</code>, with {@code table } before it for headings.
 */
public final class Listing {
    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*(json\\s+)?\\.(\\w*)\\s*}}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> columns;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private Map<String, String> headings = Map.of();

    /** Empty. Columns are the fields of a table, under headings of their own name: {@code CONFIG FILES} for {@code ConfigFiles}. */
    public Listing(String... columns) {
        this.columns = List.of(columns);
    }

    /** With other headings for some fields. */
    public Listing headed(Map<String, String> other) {
        headings = other;
        return this;
    }

    public void row(Map<String, Object> fields) {
        rows.add(new LinkedHashMap<>(fields));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints the rows. Throws INVALID for a template that is more than fields. */
    public void print(String format, PrintStream out) {
        String template = format.startsWith("table ") ? format.substring("table ".length()) : format;
        if (format.equals("json")) {
            rows.forEach(row -> out.println(json(row)));
        } else if (format.equals("table") || format.isEmpty()) {
            Table table = new Table(columns.stream().map(this::heading).toArray(String[]::new));
            rows.forEach(
                    row -> table.row(columns.stream().map(c -> text(row, c)).toArray(String[]::new)));
            table.print(out);
        } else if (format.startsWith("table ")) {
            List<String> cells = List.of(unescaped(template).split("\t"));
            Table table = new Table(cells.stream()
                    .map(c -> FIELD.matcher(c).replaceAll(m -> heading(m.group(2))))
                    .toArray(String[]::new));
            rows.forEach(
                    row -> table.row(cells.stream().map(c -> filled(c, row)).toArray(String[]::new)));
            table.print(out);
        } else {
            rows.forEach(row -> out.println(filled(unescaped(template), row)));
        }
    }

    /** The rows as one JSON array, as {@code ls} and {@code images} print them. */
    public void printArray(PrintStream out) {
        out.println(json(rows));
    }

    private static String unescaped(String template) {
        return template.replace("\\t", "\t").replace("\\n", "\n");
    }

    private static String filled(String template, Map<String, Object> row) {
        if (FIELD.matcher(template).replaceAll("").contains("{{")) {
            throw EngineException.invalid(
                    "--format " + template + ": only fields such as {{.Name}} and {{json .}} are understood; a row has "
                            + String.join(", ", row.keySet()));
        }
        return FIELD.matcher(template).replaceAll(match -> {
            boolean json = match.group(1) != null;
            String name = match.group(2);
            if (name.isEmpty()) {
                return Matcher.quoteReplacement(json(row));
            }
            if (!row.containsKey(name)) {
                throw EngineException.invalid(
                        "--format: no field " + name + "; a row has " + String.join(", ", row.keySet()));
            }
            return Matcher.quoteReplacement(json ? json(row.get(name)) : text(row, name));
        });
    }

    private static String text(Map<String, Object> row, String field) {
        return String.valueOf(row.getOrDefault(field, ""));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code ConfigFiles} → {@code CONFIG FILES}. */
    private String heading(String column) {
        String own = headings.get(column);
        return own != null ? own : column.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }
}
