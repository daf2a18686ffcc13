package dev.jcompose.compose.canonical;

/** Whether text is an IPv4 or IPv6 address. Never asks a name server. */
public final class IpAddress {
    private IpAddress() {}

    public static boolean isValid(String text) {
        return text.indexOf(':') < 0 ? isV4(text) : isV6(text);
    }

    private static boolean isV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String head = text.substring(0, gap);
        String tail = text.substring(gap + 2);
        int before = head.isEmpty() ? 0 : groups(head, false);
        int after = tail.isEmpty() ? 0 : groups(tail, true);
        return before >= 0 && after >= 0 && before + after < 8;
    }

    /** How many 16 bit groups the text has, or -1000 where it is malformed; only the end may be in IPv4 form. */
    private static int groups(String text, boolean mayEndInV4) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInV4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                return isV4(parts[i]) ? count + 2 : -1000;
            }
            if (!parts[i].matches("[0-9a-fA-F]{1,4}")) {
                return -1000;
            }
            count++;
        }
        return count;
    }
}
