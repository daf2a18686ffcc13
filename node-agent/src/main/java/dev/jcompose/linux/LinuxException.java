package dev.jcompose.linux;

/** A system call that failed: what was called on what, and the errno. */
public final class LinuxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** {@code call} names the call and its object: {@code "mount overlay on /x"}. */
    public LinuxException(String call, int errno) {
        super(call + ": " + Native.strerror(errno) + " (" + Errno.name(errno) + ")");
        this.errno = errno;
    }

    /** A refusal that carries words of its own, as netlink and nft give them. */
    public LinuxException(String call, int errno, String detail) {
        super(call + ": " + detail + " (" + Errno.name(errno) + ")");
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** {@code true} where the errno is {@code code} of {@link Errno}. */
    public boolean is(int code) {
        return errno == code;
    }
}
