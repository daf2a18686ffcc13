package dev.jcompose.engine.build;

import dev.jcompose.api.image.Progress;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ProgressSink;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a build says, in the words that Docker's builder says it. Used by one thread. */
final class BuildOutput {
    private final ProgressSink sink;
    private final boolean quiet;
    private final int steps;
    private final List<Progress> unsaid = new ArrayList<>();
    private int step;

    BuildOutput(ProgressSink sink, boolean quiet, int steps) {
        this.sink = sink;
        this.quiet = quiet;
        this.steps = steps;
    }

    ProgressSink pulls() {
        return quiet ? ProgressSink.NONE : sink;
    }

    void step(String instruction) {
        step++;
        say("Step " + step + "/" + steps + " : " + instruction + "\n");
    }

    void cached() {
        say(" ---> Using cache\n");
    }

    void running(String id) {
        say(" ---> Running in " + id + "\n");
    }

    void done(Digest key) {
        say(" ---> " + key.shortened() + "\n");
    }

    void say(String text) {
        if (quiet) {
            unsaid.add(Progress.stream(text));
        } else {
            sink.send(Progress.stream(text));
        }
    }

    /** A quiet build that failed tells how it came to that. */
    void failed() {
        unsaid.forEach(sink::send);
        unsaid.clear();
    }

    void built(Digest id, Iterable<String> names) {
        sink.send(Progress.aux(java.util.Map.of("ID", id.toString())));
        if (quiet) {
            sink.send(Progress.stream(id + "\n"));
            return;
        }
        say("Successfully built " + id.shortened() + "\n");
        names.forEach(name -> say("Successfully tagged " + name + "\n"));
    }

    /** Where a command's bytes go: text as soon as it is there, a character never cut in two. */
    OutputStream text() {
        return new OutputStream() {
            private final CharsetDecoder decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
            private ByteBuffer rest = ByteBuffer.allocate(0);

            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                var in = ByteBuffer.allocate(rest.remaining() + length);
                in.put(rest).put(bytes, from, length).flip();
                var out = CharBuffer.allocate(in.remaining() + 1);
                decoder.decode(in, out, false);
                rest = in.slice();
                if (out.flip().hasRemaining()) {
                    say(out.toString());
                }
            }
        };
    }
}
