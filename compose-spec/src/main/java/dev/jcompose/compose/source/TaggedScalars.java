package dev.jcompose.compose.source;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a scalar with a tag of YAML's own means; with any other tag, {@code !} among them, it is text. */
final class TaggedScalars {
    private static final String PREFIX = "tag:yaml.org,2002:";
    static final String MERGE = PREFIX + "merge";

    private TaggedScalars() {}

    /** @param faults told where the text is not of the tag's type */
    static @Nullable Object resolve(String tag, String text, Consumer<String> faults) {
        if (!tag.startsWith(PREFIX)) {
            return text;
        }
        String type = tag.substring(PREFIX.length());
        Object plain = PlainScalars.resolve(text);
        return switch (type) {
            case "binary" -> binary(text, faults);
            case "float" -> plain instanceof Number number ? number.doubleValue() : faulty(plain, text, type, faults);
            case "int" ->
                plain instanceof Number && !(plain instanceof Double) ? plain : faulty(plain, text, type, faults);
            case "bool" -> plain instanceof Boolean ? plain : faulty(plain, text, type, faults);
            case "timestamp" -> plain instanceof OffsetDateTime ? plain : faulty(text, text, type, faults);
            case "null" -> plain == null ? null : faulty(plain, text, type, faults);
            default -> text;
        };
    }

    private static @Nullable Object faulty(@Nullable Object plain, String text, String type, Consumer<String> faults) {
        faults.accept("\"%s\" is no %s".formatted(text, type));
        return plain;
    }

    private static Object binary(String text, Consumer<String> faults) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            faults.accept("!!binary value is not base64");
            return text;
        }
    }
}
