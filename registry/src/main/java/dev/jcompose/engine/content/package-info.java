/**
 * Content by digest: the blobs of images in an OCI layout, the names that registries know them by, and the records of the
 * OCI image format. Nothing here talks to a network or knows what is done with an image.
 */
@NullMarked
package dev.jcompose.engine.content;

import org.jspecify.annotations.NullMarked;
