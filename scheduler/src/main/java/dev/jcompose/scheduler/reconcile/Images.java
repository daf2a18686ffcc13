package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.scheduler.desired.ImageSource;
import dev.jcompose.scheduler.desired.ImageSource.Policy;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which images have to be pulled or built first. */
final class Images {

    private final Situation at;
    private final ApplyOptions options;
    private final PlanBuilder plan;

    Images(Situation at, ApplyOptions options, PlanBuilder plan) {
        this.at = at;
        this.options = options;
        this.plan = plan;
    }

    /** @param fresh references that this request has pulled or built already */
    List<String> steps(List<ServiceSpec> services, Set<String> fresh) {
        List<String> steps = new ArrayList<>();
        Set<String> sources = new HashSet<>();
        for (ServiceSpec wanted : services) {
            ServiceSpec service = source(wanted);
            ImageSource image = service.image();
            if (fresh.contains(image.ref()) || wanted.replicas() == 0 || !sources.add(service.name())) {
                continue;
            }
            Action action = action(service, image);
            if (action != null) {
                steps.add(plan.add(action, service.name(), cause(image), List.of()));
            }
        }
        return steps;
    }

    /** The service whose image section counts: another one may build what this one only names. */
    private ServiceSpec source(ServiceSpec service) {
        if (service.image().build() != null) {
            return service;
        }
        return at.spec().services().values().stream()
                .filter(other -> other.image().build() != null
                        && other.image().ref().equals(service.image().ref()))
                .findFirst()
                .orElse(service);
    }

    private Cause cause(ImageSource image) {
        return Cause.of(at.seen().images().containsKey(image.ref()) ? "was asked for" : "is not on the node");
    }

    private @Nullable Action action(ServiceSpec service, ImageSource image) {
        boolean absent = !at.seen().images().containsKey(image.ref());
        Policy policy = policy(image);
        if (image.build() != null && (options.build() || policy == Policy.BUILD || absent) && policy != Policy.NEVER) {
            if (!options.noBuild()) {
                return new Action.Assign(
                        "build", new Assignment.Build(at.spec().name(), image.ref(), image.build(), service.name()));
            }
            if (!absent) {
                return null;
            }
        }
        if (image.build() == null && (policy == Policy.ALWAYS || (absent && policy == Policy.MISSING))) {
            return new Action.Assign(
                    "pull", new Assignment.Pull(at.spec().name(), image.ref(), image.platform(), Map.of()));
        }
        if (absent) {
            throw EngineException.notFound("image " + image.ref() + " of service " + service.name()
                    + " is not on the node, and the request forbids to "
                    + (image.build() == null
                            ? "pull it: leave out --pull never or pull_policy: never"
                            : "build it: leave out --no-build"));
        }
        return null;
    }

    private Policy policy(ImageSource image) {
        return switch (options.pull()) {
            case "always" -> Policy.ALWAYS;
            case "missing" -> Policy.MISSING;
            case "never" -> Policy.NEVER;
            default -> image.policy();
        };
    }
}
