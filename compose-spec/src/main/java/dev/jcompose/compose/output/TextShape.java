package dev.jcompose.compose.output;

/** What of a string decides how it can be written in YAML. */
final class TextShape {
    private static final String FIRST = "#,[]{}&*!|>'\"%@`";

    private final String text;
    private boolean special;
    private boolean tabs;
    private boolean breaks;
    private boolean spaceBeforeBreak;
    private boolean breakBeforeSpace;
    private boolean indicators;

    TextShape(String text) {
        this.text = text;
        indicators = text.startsWith("---") || text.startsWith("...");
        int before = ' ';
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean beforeBlank = next == text.length() || text.charAt(next) == ' ' || text.charAt(next) == '\t';
            special |= !isPrintable(c) && c != '\t';
            tabs |= c == '\t';
            breaks |= isBreak(c);
            spaceBeforeBreak |= i > 0 && before == ' ' && isBreak(c);
            breakBeforeSpace |= isBreak(before) && c == ' ';
            indicators |= i == 0
                    ? FIRST.indexOf(c) >= 0 || ("?:-".indexOf(c) >= 0 && beforeBlank)
                    : (c == ':' && beforeBlank) || (c == '#' && before == ' ');
            before = c;
            i = next;
        }
    }

    boolean lineBreaks() {
        return breaks;
    }

    boolean plainAllowed() {
        return text.isEmpty()
                || (singleAllowed() && !indicators && !breaks && !text.startsWith(" ") && !text.endsWith(" "));
    }

    boolean singleAllowed() {
        return !special && !tabs && !spaceBeforeBreak && !breakBeforeSpace;
    }

    boolean literalAllowed() {
        return !special && !spaceBeforeBreak && !text.endsWith(" ");
    }

    static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** As Compose's writer has it: nothing beyond the first plane. */
    static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= 0x20 && c <= 0x7E)
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85);
    }
}
