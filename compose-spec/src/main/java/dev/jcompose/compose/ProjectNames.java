package dev.jcompose.compose;

import dev.jcompose.compose.canonical.FilePath;
import dev.jcompose.compose.interpolate.Interpolation;
import dev.jcompose.compose.interpolate.Template;
import dev.jcompose.compose.interpolate.TemplateException;
import dev.jcompose.compose.load.LoadOptions.Step;
import dev.jcompose.compose.load.ModelReader;
import dev.jcompose.compose.load.StackFile;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Path;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.problem.Problems;
import dev.jcompose.compose.source.Document;
import dev.jcompose.compose.validate.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name of a project: given by the user, by a file, or else by its folder. */
final class ProjectNames {
    /** That holds the name, in files and for what runs. */
    static final String VARIABLE = "COMPOSE_PROJECT_NAME";

    private final LoadRequest request;
    private final Problems problems;

    ProjectNames(LoadRequest request, Problems problems) {
        this.request = request;
        this.problems = problems;
    }

    /** The name, with its story. */
    Scalar choose(ModelReader reader) {
        String given = request.projectName();
        if (given != null && !given.isEmpty()) {
            String near = normalised(given);
            if (!given.equals(near)) {
                problems.error(
                        "project-name",
                        Position.NOWHERE,
                        "invalid project name \"%s\": must consist only of lowercase alphanumeric characters, hyphens,"
                                        .formatted(given)
                                + " and underscores as well as start with a letter or number",
                        near.isEmpty() ? null : "did you mean \"%s\"?".formatted(near));
            }
            return new Scalar(
                    given, new Origin.Derived(Origin.Step.ENVIRONMENT, Position.NOWHERE, "-p or " + VARIABLE, null));
        }
        Scalar inFile = inFiles(reader);
        return inFile == null ? ofFolder(request.namingDirectory()) : ofFile(inFile);
    }

    /** The last file that says one wins. */
    private @Nullable Scalar inFiles(ModelReader reader) {
        Scalar found = null;
        for (StackFile file : request.files()) {
            for (Document document : reader.documents(file)) {
                Node name = document.root() instanceof Mapping top ? top.get("name") : null;
                if (name instanceof Scalar one) {
                    found = one.isNull() || one.text().isEmpty() ? found : over(found, one);
                } else if (name != null) {
                    // As the schema says it, which is not always asked.
                    String message = "must be a string, not " + Kind.shown(name);
                    problems.error("wrong-type", name.position(), Path.ROOT.key("name"), message);
                }
            }
        }
        return found;
    }

    private static Scalar over(@Nullable Scalar before, Scalar name) {
        return before == null ? name : name.withOrigin(name.origin().over(before.origin()));
    }

    private static Scalar ofFolder(String folder) {
        Position place = new Position(folder, 0, 0);
        return new Scalar(
                normalised(FilePath.name(folder)),
                new Origin.Derived(Origin.Step.DEFAULT, place, "the folder's name", null));
    }

    private Scalar ofFile(Scalar scalar) {
        String text = scalar.text();
        Scalar name = scalar.withValue(text);
        if (request.options().does(Step.INTERPOLATE)) {
            try {
                String replaced =
                        new Template(request.environment()::get, unset -> unset(unset, scalar)).substitute(text);
                name = changed(name, replaced, Origin.Step.INTERPOLATION, text);
            } catch (TemplateException e) {
                return name.withValue(""); // reported where the file is read
            }
        }
        return request.options().does(Step.NORMALISE)
                ? changed(name, normalised(name.text()), Origin.Step.NORMALISATION, "project name")
                : name;
    }

    private static Scalar changed(Scalar name, String text, Origin.Step step, String detail) {
        return name.text().equals(text) ? name : new Scalar(text, name.origin().then(step, detail));
    }

    /** Every other variable is warned about where the file is read; by then this one is set, to the name itself. */
    private void unset(String variable, Scalar scalar) {
        if (variable.equals(VARIABLE)) {
            Interpolation.unset(problems, variable, scalar);
        }
    }

    /** Lower case letters, digits, hyphens and underscores, not beginning with the latter two. */
    static String normalised(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
    }
}
