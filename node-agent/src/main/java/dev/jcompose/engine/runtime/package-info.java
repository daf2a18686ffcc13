/**
 * OCI bundles and the programs that run them: crun under conmon, cgroups of every version, Docker's default seccomp profile
 * and rights. It starts and ends processes for others and remembers nothing.
 */
@NullMarked
package dev.jcompose.engine.runtime;

import org.jspecify.annotations.NullMarked;
