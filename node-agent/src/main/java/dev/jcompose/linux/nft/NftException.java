package dev.jcompose.linux.nft;

import org.jspecify.annotations.Nullable;

/** A transaction that nftables refused: its own words, and the commands they speak of. */
public final class NftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String commands;

    NftException(String message, String commands) {
        this(message, commands, null);
    }

    NftException(String message, String commands, @Nullable Throwable cause) {
        super(message, cause);
        this.commands = commands;
    }

    public String commands() {
        return commands;
    }
}
