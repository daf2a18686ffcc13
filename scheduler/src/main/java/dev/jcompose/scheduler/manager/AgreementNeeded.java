package dev.jcompose.scheduler.manager;

import java.util.List;

/** A plan destroys data, and nobody has agreed to that. */
final class AgreementNeeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AgreementNeeded(List<String> losses) {
        super(String.join("\n", losses));
    }
}
