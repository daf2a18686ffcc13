package dev.jcompose.engine.build;

import dev.jcompose.engine.build.Instruction.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** COPY and ADD. */
final class TransferParser {
    private TransferParser() {}

    static Instruction copy(Line line, char escape) {
        var flags = InstructionParser.flags(line, Set.of("from", "chown", "chmod", "link"));
        isTrue(line, flags, "link");
        return new Instruction.Copy(line, transfer(line, flags, escape));
    }

    static Instruction add(Line line, char escape) {
        var flags = InstructionParser.flags(line, Set.of("chown", "chmod", "link", "checksum"));
        isTrue(line, flags, "link");
        return new Instruction.Add(line, transfer(line, flags, escape), flags.getOrDefault("checksum", ""));
    }

    /** {@code --link} asks for a layer that does not depend on those below. Every layer of ours is so: nothing to do. */
    private static boolean isTrue(Line line, Map<String, String> flags, String name) {
        return switch (flags.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw line.fault("--" + name + " can be true or false");
        };
    }

    private static Transfer transfer(Line line, Map<String, String> flags, char escape) {
        List<String> words = new ArrayList<>(
                InstructionParser.json(line.text()).orElseGet(() -> Expansion.split(line.text(), escape)));
        words.removeIf(w -> !line.heredocs().isEmpty() && isHeredoc(w, line.heredocs()));
        if (words.size() + line.heredocs().size() < 2 || words.isEmpty()) {
            throw line.fault(line.keyword() + " requires at least two arguments, the source and the destination");
        }
        return new Transfer(
                List.copyOf(words.subList(0, words.size() - 1)),
                line.heredocs(),
                words.getLast(),
                flags.getOrDefault("from", ""),
                flags.getOrDefault("chown", ""),
                flags.getOrDefault("chmod", ""));
    }

    private static boolean isHeredoc(String word, List<Heredoc> documents) {
        String bare = word.replaceFirst("^<<-?", "").replaceAll("['\"]", "");
        return word.startsWith("<<")
                && documents.stream().anyMatch(d -> d.name().equals(bare));
    }
}
