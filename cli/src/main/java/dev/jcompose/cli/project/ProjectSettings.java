package dev.jcompose.cli.project;

import dev.jcompose.cli.Globals;
import dev.jcompose.cli.Invocation;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about the project on the command line, and where.
 *
 * @param environment of the process
 * @param in where the stack file {@code -} is read from
 * @param err where warnings of what is fetched go
 */
public record ProjectSettings(
        List<String> files,
        @Nullable String projectName,
        @Nullable String projectDirectory,
        List<String> envFiles,
        List<String> profiles,
        boolean allResources,
        boolean compatibility,
        Map<String, String> environment,
        Path cwd,
        InputStream in,
        PrintStream err) {

    public static ProjectSettings of(Invocation at) {
        Globals globals = at.globals();
        return new ProjectSettings(
                globals.files(),
                globals.projectName(),
                globals.projectDirectory(),
                globals.envFiles(),
                globals.profiles(),
                globals.allResources(),
                globals.compatibility(),
                at.env(),
                at.cwd(),
                at.in(),
                at.err());
    }

    public ProjectSettings withProfiles(List<String> others) {
        return new ProjectSettings(
                files,
                projectName,
                projectDirectory,
                envFiles,
                others,
                allResources,
                compatibility,
                environment,
                cwd,
                in,
                err);
    }

    ProjectSettings withEnvironment(Map<String, String> other) {
        return new ProjectSettings(
                files,
                projectName,
                projectDirectory,
                envFiles,
                profiles,
                allResources,
                compatibility,
                other,
                cwd,
                in,
                err);
    }
}
