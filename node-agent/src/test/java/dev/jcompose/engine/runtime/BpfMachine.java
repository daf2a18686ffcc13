package dev.jcompose.engine.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the kernel does with a seccomp filter: runs its program on the number, architecture and arguments of a call. */
final class BpfMachine {
    private static final int INSTRUCTION = 8;

    private final ByteBuffer program;
    private int steps;

    BpfMachine(byte[] program) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
    }

    /** The action as the kernel's SECCOMP_RET number. */
    int verdict(int architecture, int number, long... arguments) {
        ByteBuffer call = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        call.putInt(number).putInt(architecture).putLong(0);
        for (long argument : arguments) {
            call.putLong(argument);
        }
        int accumulator = 0;
        int[] memory = new int[16];
        steps = 0;
        for (int at = 0; ; at++) {
            steps++;
            int code = Short.toUnsignedInt(program.getShort(at * INSTRUCTION));
            int ifTrue = Byte.toUnsignedInt(program.get(at * INSTRUCTION + 2));
            int ifFalse = Byte.toUnsignedInt(program.get(at * INSTRUCTION + 3));
            int k = program.getInt(at * INSTRUCTION + 4);
            int compared = Integer.compareUnsigned(accumulator, k);
            switch (code) {
                case 0x20 -> accumulator = call.getInt(k);
                case 0x60 -> accumulator = memory[k];
                case 0x02 -> memory[k] = accumulator;
                case 0x54 -> accumulator &= k;
                case 0x05 -> at += k;
                case 0x15 -> at += compared == 0 ? ifTrue : ifFalse;
                case 0x25 -> at += compared > 0 ? ifTrue : ifFalse;
                case 0x35 -> at += compared >= 0 ? ifTrue : ifFalse;
                case 0x45 -> at += (accumulator & k) != 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return k;
                }
                default -> throw new AssertionError("instruction 0x" + Integer.toHexString(code));
            }
        }
    }

    /** Instructions that the last verdict took. */
    int steps() {
        return steps;
    }
}
