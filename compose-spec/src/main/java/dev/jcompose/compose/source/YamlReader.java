package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.problem.Problems;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML text to documents. What cannot be read at all is reported and ends the file. */
public final class YamlReader {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_CODE_POINTS = 64 << 20;

    /** The tag of plain scalars, which {@link PlainScalars} gives a meaning to. */
    static final Tag PLAIN = new Tag("!plain");

    private YamlReader() {}

    /** The documents of the text, as many as could be read. */
    public static List<Document> read(String file, String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        List<Document> documents = new ArrayList<>();
        try {
            StreamReader reader =
                    new StreamReader(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
            Composer composer = new Composer(new ParserImpl(reader, options), new PlainOrText(), options);
            while (composer.checkNode()) {
                Document document = new NodeReader(file, problems).document(composer.getNode());
                if (document != null) {
                    documents.add(document);
                }
            }
        } catch (MarkedYAMLException e) {
            problems.missingFile("yaml", position(file, e.getProblemMark()), e.getProblem());
        } catch (ReaderException e) {
            problems.missingFile(
                    "yaml",
                    at(file, text, e.getPosition()),
                    "character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            problems.missingFile("yaml", new Position(file, 0, 0), String.valueOf(e.getMessage()));
        }
        return documents;
    }

    static Position position(String file, @Nullable Mark mark) {
        return mark == null ? new Position(file, 0, 0) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Position at(String file, String text, int codePoint) {
        int end = text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', Math.max(0, end - 1)) + 1;
        int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
        return new Position(file, line, text.codePointCount(Math.min(lineStart, end), end) + 1);
    }

    /** Tells plain scalars from quoted ones and resolves nothing, as the marks are all that is wanted here. */
    private static final class PlainOrText extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // None: see PlainScalars.
        }

        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return switch (kind) {
                case scalar -> implicit ? PLAIN : Tag.STR;
                case sequence -> Tag.SEQ;
                default -> Tag.MAP;
            };
        }
    }
}
