package dev.jcompose.engine.container;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the kernel runs a program by: the interpreter that a script names, or the loader of one that is dynamically linked.
 *
 * @param path as the program has it
 */
record Interpreter(String path, boolean ofScript) {
    /** Where it stands, in what linkers write. */
    static final int HEAD = 4096;

    private static final Pattern FIRST_LINE = Pattern.compile("#![ \t]*([^ \t\n\0]+)");
    private static final byte[] ELF_64_LITTLE = {0x7f, 'E', 'L', 'F', 2, 1};
    private static final int PROGRAM_HEADERS = 0x20;
    private static final int HEADER_SIZE = 0x36;
    private static final int INTERPRETER = 3;

    /** @param head the first {@value #HEAD} bytes of the program, or all; empty where it needs nothing, or is of another kind */
    static Optional<Interpreter> of(byte[] head) {
        var script = FIRST_LINE.matcher(new String(head, StandardCharsets.ISO_8859_1));
        if (script.lookingAt()) {
            return Optional.of(new Interpreter(script.group(1), true));
        }
        ByteBuffer program = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length < 0x40 || !program.slice(0, ELF_64_LITTLE.length).equals(ByteBuffer.wrap(ELF_64_LITTLE))) {
            return Optional.empty();
        }
        long headers = program.getLong(PROGRAM_HEADERS);
        int size = Short.toUnsignedInt(program.getShort(HEADER_SIZE));
        int count = Short.toUnsignedInt(program.getShort(HEADER_SIZE + 2));
        for (int i = 0; i < count; i++) {
            long at = headers + (long) i * size;
            if (at < 0 || at + 0x28 > head.length) {
                return Optional.empty();
            }
            if (program.getInt((int) at) == INTERPRETER) {
                return text(head, program.getLong((int) at + 0x08), program.getLong((int) at + 0x20));
            }
        }
        return Optional.empty();
    }

    private static Optional<Interpreter> text(byte[] head, long from, long length) {
        if (from < 0 || length < 2 || from > head.length || length > head.length - from) {
            return Optional.empty();
        }
        String path = new String(head, (int) from, (int) length - 1, StandardCharsets.ISO_8859_1);
        return Optional.of(new Interpreter(path, false));
    }

    /** What is wrong with {@code program} where this is not there, and what would work. */
    String missing(String program) {
        if (!ofScript) {
            return program + " is there, but not the loader " + path
                    + " that it is linked to: build it for the libc of this image, or statically";
        }
        return path.endsWith("\r")
                ? program
                        + " is there, but its first line ends in a carriage return, which the kernel takes for a part of "
                        + path.strip() + ": save it with the line ends of Unix"
                : program + " is there, but not its interpreter " + path
                        + ", which its first line names: put it into the image, or name one that is there, as #!/bin/sh";
    }
}
