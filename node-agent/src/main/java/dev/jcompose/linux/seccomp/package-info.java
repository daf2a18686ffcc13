/** Seccomp filters compiled by the host's libseccomp, once for many uses. */
@NullMarked
package dev.jcompose.linux.seccomp;

import org.jspecify.annotations.NullMarked;
