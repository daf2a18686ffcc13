package dev.jcompose.compose.interpolate;

/**
 * What stands between braces.
 *
 * @param operator empty, or one of {@code :- - :+ + :? ?}
 */
record Expression(String name, String operator, String operand) {
    static Expression of(String braced) {
        int end = 0;
        while (end < braced.length() && isNamePart(braced.charAt(end))) {
            end++;
        }
        String rest = braced.substring(end);
        int length = rest.startsWith(":") && rest.length() > 1 ? 2 : Math.min(1, rest.length());
        return new Expression(braced.substring(0, end), rest.substring(0, length), rest.substring(length));
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
