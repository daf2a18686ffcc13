package dev.jcompose.compose.source;

import dev.jcompose.compose.node.Node;
import java.util.List;

/**
 * One document of a file.
 *
 * @param resets paths of values marked {@code !reset} or {@code !override}: what was there before goes
 */
public record Document(Node root, List<List<String>> resets) {}
