package dev.jcompose.engine.build;

import dev.jcompose.api.container.Healthcheck;
import dev.jcompose.api.error.EngineException;

/** Instructions of a Dockerfile that stand alone, as {@code commit} and {@code import} take them. */
public final class ChangeInstructions {
    private static final char ESCAPE = '\\';

    private ChangeInstructions() {}

    /** @param instruction {@code HEALTHCHECK …}; INVALID where it is written wrongly */
    public static Healthcheck healthcheck(String instruction) {
        if (of(instruction) instanceof Instruction.Health health) {
            return health.check();
        }
        throw another(instruction);
    }

    /**
     * What an image made from that one does first.
     *
     * @param instruction {@code ONBUILD …}; INVALID where it is written wrongly
     */
    public static String trigger(String instruction) {
        if (of(instruction) instanceof Instruction.OnBuild trigger) {
            return trigger.trigger();
        }
        throw another(instruction);
    }

    private static Instruction of(String instruction) {
        return new InstructionParser(ESCAPE).trigger(instruction);
    }

    private static EngineException another(String instruction) {
        return EngineException.invalid("change \"" + instruction + "\" is another instruction");
    }
}
