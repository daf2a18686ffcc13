package dev.jcompose.http;

/** Answers one request, blocking as it likes. */
@FunctionalInterface
public interface Handler {
    void handle(Request request, Response response) throws Exception;
}
