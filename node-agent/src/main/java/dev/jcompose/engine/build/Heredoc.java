package dev.jcompose.engine.build;

/**
 * A document inside a Dockerfile: {@code <<EOF … EOF}.
 *
 * @param expands whether variables in it are replaced: the name was not quoted
 * @param stripsTabs {@code <<-}
 */
record Heredoc(String name, boolean expands, boolean stripsTabs, String content) {}
