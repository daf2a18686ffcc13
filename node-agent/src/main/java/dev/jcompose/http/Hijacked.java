package dev.jcompose.http;

import java.io.InputStream;
import java.io.OutputStream;

/** A connection that was taken over. The client's half-close is the end of {@code in} alone. */
public record Hijacked(InputStream in, OutputStream out) {}
