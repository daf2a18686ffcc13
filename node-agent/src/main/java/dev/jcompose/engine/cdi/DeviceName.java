package dev.jcompose.engine.cdi;

import java.util.regex.Pattern;

/** How CDI names a device: {@code vendor.com/class=name}. */
public final class DeviceName {
    private static final String PART = "[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9])?";
    static final Pattern KIND = Pattern.compile(PART + "/" + PART);
    private static final Pattern NAME = Pattern.compile(KIND + "=[A-Za-z0-9]([A-Za-z0-9_.:-]*[A-Za-z0-9])?");

    private DeviceName() {}

    /** Whether the text names a device of CDI; a path never does, as it begins with a slash. */
    public static boolean is(String text) {
        return NAME.matcher(text).matches();
    }
}
