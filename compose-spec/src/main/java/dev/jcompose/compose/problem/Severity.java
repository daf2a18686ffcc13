package dev.jcompose.compose.problem;

/** How much a problem matters: an error refuses the stack, a warning does not. */
public enum Severity {
    ERROR,
    WARNING
}
