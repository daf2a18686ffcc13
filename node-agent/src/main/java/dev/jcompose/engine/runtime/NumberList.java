package dev.jcompose.engine.runtime;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Numbers of CPUs and memory nodes as the kernel lists them: {@code 0-3,7}. */
final class NumberList {
    private static final Pattern FORM = Pattern.compile("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*");

    private NumberList() {}

    /** Throws IllegalArgumentException for what is no such list. */
    static BitSet parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        var numbers = new BitSet();
        for (String range : text.split(",", -1)) {
            String[] ends = range.split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first) {
                throw new IllegalArgumentException(text);
            }
            numbers.set(first, last + 1);
        }
        return numbers;
    }
}
