package dev.jcompose.cli.manual;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A page in the macros of man(7). Text is broken as {@code mandoc -Tlint} wants it: a sentence begins a line, and no line is
 * longer than 80 characters.
 */
public final class Page {
    private static final int WIDTH = 78;
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z])");

    private final StringBuilder text = new StringBuilder();
    private boolean atHead;

    /**
     * @param name in lower case: {@code jcompose-up}
     * @param date as {@code 2026-01-31}
     */
    public Page(String name, String date, String version) {
        text.append(".TH %s 1 %s \"jcompose %s\"\n".formatted(escaped(name.toUpperCase(Locale.ROOT)), date, version));
    }

    /** A macro with its words, each quoted where it has to be. */
    private void macro(String macro, String... words) {
        atHead = false;
        text.append('.').append(macro);
        for (String word : words) {
            String safe = escaped(word).replace("\"", "\\(dq");
            text.append(' ').append(safe.isEmpty() || safe.contains(" ") ? "\"" + safe + "\"" : safe);
        }
        text.append('\n');
    }

    public Page section(String title) {
        macro("SH", title);
        atHead = true;
        return this;
    }

    public Page paragraph(String words) {
        if (!atHead) {
            macro("PP");
        }
        return words(words);
    }

    /** In bold, by itself. */
    public Page bold(String words) {
        macro("B", words);
        return this;
    }

    /** A term in bold with what is said of it. */
    public Page item(String term, String words) {
        macro("TP");
        macro("B", term);
        return words(words);
    }

    /** Another page of this section, with what is said of it. */
    public Page item(Link link, String words) {
        macro("TP");
        return link(link).words(words);
    }

    /** A sentence that begins with another page. */
    public Page paragraph(Link link, String words) {
        if (!atHead) {
            macro("PP");
        }
        return link(link).words(words);
    }

    public Page link(Link link) {
        macro("BR", link.name(), "(1)");
        return this;
    }

    /** Another page, of the same section. */
    public record Link(String name) {}

    /** The words of the section NAME, by which the pages are found. */
    public Page name(String name, String summary) {
        return words(name + " - " + summary);
    }

    private Page words(String words) {
        for (String sentence : SENTENCE.split(words.strip())) {
            int width = 0;
            for (String word : sentence.split("\\s+")) {
                String safe = escaped(word);
                if (width > 0 && width + 1 + safe.length() > WIDTH) {
                    text.append('\n');
                    width = 0;
                }
                // At the beginning of a line these two would begin a macro.
                safe = width == 0 && (safe.startsWith(".") || safe.startsWith("'")) ? "\\&" + safe : safe;
                text.append(width == 0 ? "" : " ").append(safe);
                width += (width == 0 ? 0 : 1) + safe.length();
            }
            text.append('\n');
        }
        return this;
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
