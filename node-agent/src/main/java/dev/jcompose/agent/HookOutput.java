package dev.jcompose.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** What a hook writes: told in whole lines as they come, and its last words kept for the case that it fails. */
final class HookOutput {
    private static final int MOST = 4096;

    private final Consumer<String> told;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private byte[] last = {};

    /** @param told takes lines with their newlines, several at a time; without one what ends otherwise or is very long */
    HookOutput(Consumer<String> told) {
        this.told = told;
    }

    void write(byte[] data) {
        last = tail(last, data);
        int end = data.length;
        while (end > 0 && data[end - 1] != '\n') {
            end--;
        }
        begun.write(data, 0, end);
        if (end > 0) {
            tell();
        }
        begun.write(data, end, data.length - end);
        if (begun.size() > MOST) {
            tell();
        }
    }

    /** Nothing more comes. */
    void end() {
        if (begun.size() > 0) {
            tell();
        }
    }

    String lastWords() {
        return new String(last, StandardCharsets.UTF_8).strip();
    }

    private void tell() {
        told.accept(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
    }

    private static byte[] tail(byte[] before, byte[] more) {
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        return all.length <= MOST ? all : Arrays.copyOfRange(all, all.length - MOST, all.length);
    }
}
