package dev.jcompose.api.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code build} and {@code pull}: images of services and nothing else. What the stack wants stays as it was, and
 * there need be no such stack.
 *
 * @param stack as for {@code apply}: its selection and {@code options.noDeps} say which services; of {@code pull},
 *     {@code options.pull} is a policy in place of each service's own
 * @param args build arguments beside those of the stack file; one without a value takes the file's away
 * @param noCache build every step anew
 * @param pull ask for newer base images
 * @param memory bytes that each RUN may take; 0: no limit
 * @param check only read the Dockerfiles
 * @param ignoreBuildable pull no image that a service builds
 */
@JsonNaming(LowerCamelCaseStrategy.class)
public record ImagesRequest(
        StackRequest stack,
        Map<String, @Nullable String> args,
        boolean noCache,
        boolean pull,
        long memory,
        boolean check,
        boolean ignoreBuildable) {

    /** The same with the contexts and logins that its plan asks for. */
    public ImagesRequest with(StackRequest ready) {
        return new ImagesRequest(ready, args, noCache, pull, memory, check, ignoreBuildable);
    }
}
