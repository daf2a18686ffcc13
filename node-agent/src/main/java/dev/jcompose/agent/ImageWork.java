package dev.jcompose.agent;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.image.Progress;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.engine.content.Platform;
import dev.jcompose.engine.content.ProgressSink;
import dev.jcompose.engine.content.Reference;
import dev.jcompose.engine.image.Images;
import dev.jcompose.scheduler.protocol.Assigned;
import dev.jcompose.scheduler.protocol.Assignment;
import dev.jcompose.scheduler.protocol.Report;
import java.io.IOException;
import java.util.function.Consumer;

/** Images of stacks: pulled, built, removed. */
final class ImageWork {

    private final Images images;
    private final Builder builder;

    ImageWork(Images images, Builder builder) {
        this.images = images;
        this.builder = builder;
    }

    void pull(Assignment.Pull pull, ProgressSink progress) {
        Reference ref = Reference.parse(pull.ref());
        if (ref.tag().isEmpty() && ref.digest().isEmpty()) {
            ref = ref.withTag("latest");
        }
        AuthConfig auth = AuthConfig.of(pull.auths(), ref.domain());
        try {
            images.pull(ref, Platform.parse(pull.platform()), auth, progress);
        } catch (IOException e) {
            throw EngineException.unavailable("pull of " + pull.ref() + ": " + e.getMessage(), e);
        }
    }

    void build(Assignment.Build build, ProgressSink progress) {
        try {
            builder.build(build, progress);
        } catch (IOException e) {
            throw EngineException.unavailable("build of " + build.ref() + ": " + e.getMessage(), e);
        }
    }

    void remove(Assignment.RemoveImage image) {
        NodeWork.unlessNeedless(() -> {
            try {
                images.remove(image.ref(), false);
            } catch (IOException e) {
                throw EngineException.unavailable("removal of " + image.ref() + ": " + e.getMessage(), e);
            }
        });
    }

    /** Lines of a pull or build as reports of the assignment. */
    static ProgressSink progress(Assigned assigned, Consumer<Report> reports) {
        return line -> reports.accept(working(assigned, line));
    }

    /** A state is a line; what a build's programs write comes in pieces. */
    private static String wholeLine(Progress line) {
        return line.id().isEmpty() && !line.status().isEmpty() ? line.status() + "\n" : line.status();
    }

    private static Report working(Assigned assigned, Progress line) {
        Progress.Detail detail = line.progressDetail();
        return new Report.Working(
                assigned.what().key(),
                assigned.revision(),
                line.stream().isEmpty() ? wholeLine(line) : line.stream(),
                line.id(),
                detail == null ? 0 : detail.current(),
                detail == null ? 0 : detail.total());
    }
}
