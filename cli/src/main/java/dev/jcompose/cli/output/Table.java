package dev.jcompose.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, with the widths of Compose's tables. */
public final class Table {
    private final int least;
    private final int gap;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(int least, int gap, List<String> headings) {
        this.least = least;
        this.gap = gap;
        rows.add(List.copyOf(headings));
    }

    /** Of what templates print: {@code ps}, {@code volumes}, {@code stats}. */
    public static Table of(List<String> headings) {
        return new Table(10, 3, headings);
    }

    /** Of {@code ls} and {@code images}. */
    public static Table wide(List<String> headings) {
        return new Table(20, 3, headings);
    }

    /** Of {@code top}. */
    public static Table dense(List<String> headings) {
        return new Table(4, 2, headings);
    }

    /** As many cells as there are headings, or fewer. */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Each column as wide as its widest cell and the gap, or as the least width. */
    public void print(PrintStream out) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (widths.size() == i) {
                    widths.add(least);
                }
                widths.set(i, Math.max(widths.get(i), width(row.get(i)) + gap));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(' ', widths.get(i) - width(row.get(i)));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
