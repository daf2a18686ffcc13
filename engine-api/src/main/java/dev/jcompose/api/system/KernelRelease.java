package dev.jcompose.api.system;

/** The release of a Linux kernel, such as {@code 6.12.48+deb13-amd64}, and the oldest one that jcompose runs on. */
public record KernelRelease(String text) {
    private static final int OLDEST_MAJOR = 5;
    private static final int OLDEST_MINOR = 10;
    public static final String OLDEST = OLDEST_MAJOR + "." + OLDEST_MINOR;

    /** Of the kernel that runs. */
    public static KernelRelease running() {
        return new KernelRelease(System.getProperty("os.version", ""));
    }

    /** {@code false} for what is no release, too. */
    public boolean isNewEnough() {
        String[] parts = text.split("[.-]", 3);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(parts[1]) >= OLDEST_MINOR);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }
}
