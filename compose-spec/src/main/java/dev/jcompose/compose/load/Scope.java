package dev.jcompose.compose.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a set of files is read.
 *
 * @param folder what relative paths inside the files are taken from: absolute, or relative to the project's
 * @param resources the absolute folder that names of other stack files are taken from
 * @param environment what variables are replaced from
 * @param including the files on the way to this set, outermost first
 * @param home what {@code ~} stands for
 */
record Scope(
        String folder,
        String resources,
        Map<String, String> environment,
        List<String> including,
        @Nullable String home,
        LoadOptions options) {}
