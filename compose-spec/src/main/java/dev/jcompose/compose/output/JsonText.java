package dev.jcompose.compose.output;

/** Strings as JSON writes them; also safe inside HTML where they are to be, as most of Compose's are. */
final class JsonText {
    private JsonText() {}

    static void append(StringBuilder out, String text, boolean inHtml) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\u2028', '\u2029' -> escape(out, c);
                default -> {
                    if (c < ' ' || (inHtml && (c == '<' || c == '>' || c == '&'))) {
                        escape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
    }
}
