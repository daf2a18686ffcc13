package dev.jcompose.api.command;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that a caller hands over. On the wire it is its length (32 bits) and fields ended by NUL: version, the two of its
 * standing, {@code 1} where it reads standard input, digits of the output streams that are a terminal, folder, number of
 * arguments, arguments, variables.
 *
 * @param version of the caller's program
 * @param reads whether it reads standard input
 */
record CommandRequest(String version, Standing standing, boolean reads, Command command) {
    private static final int LONGEST = 4 << 20;
    /** Fields before the arguments. */
    private static final int HEAD = 7;

    /** @throws IOException where the caller has gone, or sends what is no request */
    static CommandRequest read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length <= 0 || length > LONGEST) {
            throw new IOException("a command of " + length + " bytes");
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        List<String> fields = List.of(text.substring(0, text.length() - 1).split("\0", -1));
        int variables = HEAD + Integer.parseInt(fields.get(HEAD - 1));
        Map<String, String> env = new HashMap<>();
        for (String variable : fields.subList(variables, fields.size())) {
            int name = variable.indexOf('=');
            env.put(variable.substring(0, name), variable.substring(name + 1));
        }
        return new CommandRequest(
                fields.getFirst(),
                new Standing(fields.get(1), fields.get(2)),
                fields.get(3).equals("1"),
                new Command(fields.subList(HEAD, variables), env, Path.of(fields.get(5)), fields.get(4)));
    }
}
