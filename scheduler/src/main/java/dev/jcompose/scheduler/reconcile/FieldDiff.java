package dev.jcompose.scheduler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.stack.PlanView.FieldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Two resolved services compared field by field. Values that may be secret are masked before anybody sees them. */
final class FieldDiff {

    private static final String MASK = "•••";

    private static final Set<String> HOOKS = Set.of("pre_start", "post_start", "pre_stop");

    /** Paths of sizes, which are compared in bytes. */
    private static final Pattern SIZE = Pattern.compile(
            "mem_limit|mem_reservation|memswap_limit|shm_size|deploy\\.resources\\.(limits|reservations)\\.memory"
                    + "|volumes\\[\\d+]\\.tmpfs\\.size|blkio_config\\.device_(read|write)_bps.*\\.rate");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final String UNITS = " kmg";

    private final List<FieldChange> changes = new ArrayList<>();

    static List<FieldChange> between(JsonNode before, JsonNode now) {
        FieldDiff diff = new FieldDiff();
        diff.compare("", before, now);
        return List.copyOf(diff.changes);
    }

    private void compare(String path, JsonNode before, JsonNode now) {
        if (before.equals(now)) {
            return;
        }
        if (before.isObject() && now.isObject()) {
            TreeSet<String> keys = new TreeSet<>();
            before.fieldNames().forEachRemaining(keys::add);
            now.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> compare(path.isEmpty() ? key : path + "." + key, before.path(key), now.path(key)));
        } else if (before.isArray()
                && now.isArray()
                && before.size() == now.size()
                && before.path(0).isObject()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.path(i), now.path(i));
            }
        } else {
            changes.add(new FieldChange(path, shown(path, before), shown(path, now)));
        }
    }

    private static String shown(String path, JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        if (HOOKS.contains(path)
                || path.contains("].environment")
                || path.equals("environment")
                || path.startsWith("environment.")
                || path.contains(".args.")
                || path.endsWith(".content")) {
            return MASK;
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        return SIZE.matcher(path).matches() ? size(text) : text;
    }

    /** Bytes as a stack file has them, in the largest unit that leaves nothing over. */
    private static String size(String bytes) {
        if (!DIGITS.matcher(bytes).matches()) {
            return bytes;
        }
        long left = Long.parseLong(bytes);
        int unit = 0;
        while (unit < UNITS.length() - 1 && left > 0 && left % 1024 == 0) {
            left /= 1024;
            unit++;
        }
        return left + UNITS.substring(unit, unit + 1).strip();
    }
}
