/** Files of variables: the dotenv language, raw key-value files, and label files. */
@NullMarked
package dev.jcompose.compose.environment;

import org.jspecify.annotations.NullMarked;
