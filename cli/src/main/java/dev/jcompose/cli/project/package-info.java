/** Which stack files a call is about and with what environment: flags, COMPOSE_* variables and .env files, as Compose finds them. */
@NullMarked
package dev.jcompose.cli.project;

import org.jspecify.annotations.NullMarked;
