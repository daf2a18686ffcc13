package dev.jcompose.compose;

import dev.jcompose.compose.load.LoadOptions;
import dev.jcompose.compose.load.RemoteResources;
import dev.jcompose.compose.load.StackFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to load.
 *
 * @param files at least one; later ones lie over earlier ones
 * @param workingDirectory absolute; what relative paths are taken from
 * @param namingDirectory absolute; what names the project at last
 * @param currentDirectory absolute; where the caller is, for paths that options leave relative
 * @param environment what variables are replaced from
 * @param projectName a name that wins over the files', or null
 * @param remote brings the stack files that are not on this host
 */
public record LoadRequest(
        List<StackFile> files,
        String workingDirectory,
        String namingDirectory,
        String currentDirectory,
        Map<String, String> environment,
        @Nullable String projectName,
        LoadOptions options,
        RemoteResources remote) {

    public LoadRequest {
        files = List.copyOf(files);
        environment = Map.copyOf(environment);
    }

    /** A request that fetches nothing, of a project that its folder names. */
    public LoadRequest(
            List<StackFile> files,
            String workingDirectory,
            String currentDirectory,
            Map<String, String> environment,
            @Nullable String projectName,
            LoadOptions options) {
        this(
                files,
                workingDirectory,
                workingDirectory,
                currentDirectory,
                environment,
                projectName,
                options,
                RemoteResources.NONE);
    }
}
