package dev.jcompose.daemon;

import dev.jcompose.api.command.Command;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that a caller hands over. On the wire it is its length (32 bits) and fields ended by NUL: version, namespaces, {@code 1}
 * where it reads standard input, digits of the output streams that are a terminal, folder, number of arguments, arguments, variables.
 *
 * @param version of the caller's program
 * @param namespaces that the caller sees files and networks in: {@code mnt:[1] net:[2]}
 * @param reads whether it reads standard input
 */
record CommandRequest(String version, String namespaces, boolean reads, Command command) {
    private static final int LONGEST = 4 << 20;
    /** Fields before the arguments. */
    private static final int HEAD = 6;

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
                fields.get(1),
                fields.get(2).equals("1"),
                new Command(fields.subList(HEAD, variables), env, Path.of(fields.get(4)), fields.get(3)));
    }

    /** Those of this process. */
    static String ownNamespaces() throws IOException {
        Path all = Path.of("/proc/self/ns");
        return Files.readSymbolicLink(all.resolve("mnt")) + " " + Files.readSymbolicLink(all.resolve("net"));
    }
}
