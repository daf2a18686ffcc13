package dev.jcompose.compose.canonical;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The short form of a mount: {@code target}, or {@code source:target[:options]}.
 *
 * @param explicit whether the spec is long enough to say what kind of mount it is
 * @param nocopy null where no option of a volume was given
 */
public record VolumeSpec(
        String source,
        String target,
        boolean readOnly,
        boolean explicit,
        boolean nocopy,
        @Nullable String propagation,
        @Nullable String selinux) {

    private static final Set<String> PROPAGATIONS =
            Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

    /**
     * Reads the short form.
     *
     * @throws SpecException where a section is empty or there are too many
     */
    public static VolumeSpec parse(String spec) throws SpecException {
        if (spec.isEmpty()) {
            throw new SpecException("volume-spec", "invalid empty volume spec");
        }
        if (spec.length() <= 2 && spec.getBytes(StandardCharsets.UTF_8).length <= 2) { // as Compose counts
            return new VolumeSpec("", spec, false, false, false, null, null);
        }
        return new Parser(spec).parse();
    }

    /** Whether the source is a path of the host and not the name of a volume. */
    public boolean isBind() {
        return isPath(source);
    }

    /** Whether all of it is taken for a path of Windows, as where the name of a volume is one letter. */
    public boolean isTargetDrive() {
        return source.isEmpty() && !target.isEmpty() && isDrive(target);
    }

    private static boolean isPath(String source) {
        if (source.isEmpty()) {
            return false;
        }
        return ".~/".indexOf(source.charAt(0)) >= 0 || source.startsWith("\\\\") || isDrive(source);
    }

    private static boolean isDrive(String text) {
        int first = text.codePointAt(0);
        int next = Character.charCount(first);
        return text.length() > next && text.charAt(next) == ':' && Character.isLetter(first);
    }

    /** Walks the sections, which end at colons outside {@code ${...}} and after other things than a drive letter. */
    private static final class Parser {
        private final String spec;
        private String source = "";
        private String target = "";
        private boolean readOnly;
        private boolean nocopy;
        private @Nullable String propagation;
        private @Nullable String selinux;

        Parser(String spec) {
            this.spec = spec;
        }

        VolumeSpec parse() throws SpecException {
            int start = 0;
            int braces = 0;
            for (int i = 0; i < spec.length(); i++) {
                char c = spec.charAt(i);
                if (c == '$' && i + 1 < spec.length() && spec.charAt(i + 1) == '{') {
                    braces++;
                } else if (c == '}' && braces > 0) {
                    braces--;
                } else if (c == ':' && braces == 0 && !isDriveColon(start, i)) {
                    section(spec.substring(start, i), false);
                    start = i + 1;
                }
            }
            if (braces == 0) {
                section(spec.substring(start), true);
            }
            return new VolumeSpec(source, target, readOnly, true, nocopy, propagation, selinux);
        }

        private boolean isDriveColon(int start, int colon) {
            return spec.codePointCount(start, colon) == 1 && Character.isLetter(spec.codePointAt(start));
        }

        private void section(String text, boolean last) throws SpecException {
            if (text.isEmpty()) {
                throw new SpecException(
                        "volume-spec", "invalid spec: %s: empty section between colons".formatted(spec));
            }
            if (source.isEmpty() && last) {
                target = text;
            } else if (source.isEmpty()) {
                source = text;
            } else if (target.isEmpty()) {
                target = text;
            } else if (!last) {
                throw new SpecException("volume-spec", "invalid spec: %s: too many colons".formatted(spec));
            } else {
                for (String option : text.split(",", -1)) {
                    option(option);
                }
            }
        }

        private void option(String option) {
            switch (option) {
                case "ro" -> readOnly = true;
                case "rw" -> readOnly = false;
                case "nocopy" -> nocopy = true;
                case "z", "Z" -> selinux = option;
                default -> propagation = PROPAGATIONS.contains(option) ? option : propagation;
            }
        }
    }
}
