package dev.jcompose.scheduler.reconcile;

import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.stack.ApplyOptions;
import dev.jcompose.scheduler.desired.ImageSource;
import dev.jcompose.scheduler.desired.ImageSource.Policy;
import dev.jcompose.scheduler.desired.ServiceSpec;
import dev.jcompose.scheduler.protocol.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which images have to be pulled or built first. */
final class Images {

    private final Situation at;
    private final ApplyOptions options;
    private final PlanBuilder plan;
    private final Set<String> fresh;
    /** Reference → its step, or null where nothing has to be done for it. */
    private final Map<String, @Nullable String> steps = new LinkedHashMap<>();

    /** @param fresh references that this request has pulled or built already */
    Images(Situation at, ApplyOptions options, PlanBuilder plan, Set<String> fresh) {
        this.at = at;
        this.options = options;
        this.plan = plan;
        this.fresh = fresh;
    }

    List<String> steps(List<ServiceSpec> services) {
        for (ServiceSpec service : services) {
            if (service.replicas() > 0) {
                step(source(service));
                service.otherImages().forEach(ref -> stepForOther(service, ref));
            }
        }
        return all();
    }

    /** Builds these whatever is there, and nothing else. */
    List<String> builds(List<ServiceSpec> services) {
        for (ServiceSpec service : services) {
            BuildRequest build = service.image().build();
            if (build != null) {
                build(service, service.image(), build);
            }
        }
        return all();
    }

    /** Pulls what has a name of its own and what its policy does not forbid. */
    List<String> pulls(List<ServiceSpec> services, boolean ignoreBuildable) {
        for (ServiceSpec service : services) {
            ImageSource image = service.image();
            boolean buildable = image.build() != null;
            boolean named = !buildable || !image.ref().equals(at.spec().name() + "-" + service.name());
            boolean wanted = named
                    && !(buildable && ignoreBuildable)
                    && switch (policy(image)) {
                        case NEVER, BUILD -> false;
                        case UNSAID, ALWAYS, REFRESH -> true;
                        case MISSING -> isAbsent(image) || isLatest(image.ref());
                    };
            if (wanted && !steps.containsKey(image.ref())) {
                pull(service, image);
            }
            service.otherImages().stream().filter(this::isNoServices).forEach(ref -> {
                ImageSource other = other(service, ref);
                boolean missing = options.pull().equals("missing");
                if (!steps.containsKey(ref) && !(missing && !isAbsent(other) && !isLatest(ref))) {
                    pull(service, other);
                }
            });
        }
        return all();
    }

    /** Said or not: the tag that is pulled whenever pulling is asked for, as the Compose specification has it. */
    private static boolean isLatest(String ref) {
        String last = ref.substring(ref.lastIndexOf('/') + 1);
        return last.endsWith(":latest") || last.indexOf(':') < 0;
    }

    private boolean isNoServices(String ref) {
        return at.spec().services().values().stream()
                .noneMatch(service -> service.image().ref().equals(ref));
    }

    private List<String> all() {
        List<String> ids = new ArrayList<>();
        steps.values().forEach(id -> {
            if (id != null) {
                ids.add(id);
            }
        });
        return ids;
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

    /** For an image that containers of the service mount or a hook has: the image of a service counts where it is that. */
    private void stepForOther(ServiceSpec service, String ref) {
        for (ServiceSpec owner : at.spec().services().values()) {
            if (owner.image().ref().equals(ref)) {
                step(source(owner));
                return;
            }
        }
        step(service, other(service, ref));
    }

    /** It has no policy of its own. */
    private ImageSource other(ServiceSpec service, String ref) {
        return new ImageSource(ref, service.image().platform(), policy(Policy.MISSING), 0, null, List.of());
    }

    /** Decides once for each image. */
    private void step(ServiceSpec service) {
        step(service, service.image());
    }

    private void step(ServiceSpec service, ImageSource image) {
        if (fresh.contains(image.ref()) || steps.containsKey(image.ref())) {
            return;
        }
        Policy policy = policy(image);
        BuildRequest build = image.build();
        boolean builds = build != null
                && policy != Policy.NEVER
                && (options.build() || policy == Policy.BUILD || isAbsent(image));
        if (build != null && builds && !options.noBuild()) {
            build(service, image, build);
        } else if (build == null && isPulled(image, policy)) {
            pull(service, image);
        } else if (isAbsent(image)) {
            throw EngineException.notFound(saidBy(service, image)
                    + ": image " + image.ref() + " of service " + service.name() + " is not on the node"
                    + forPlatform(image) + ", and the request forbids to "
                    + (build == null
                            ? "pull it: leave out --pull never or pull_policy: never"
                            : "build it: leave out --no-build"));
        } else {
            steps.put(image.ref(), null);
        }
    }

    private boolean isPulled(ImageSource image, Policy policy) {
        return switch (policy) {
            case ALWAYS -> true;
            case NEVER -> false;
            case UNSAID, MISSING, BUILD -> isAbsent(image);
            case REFRESH -> isAbsent(image) || at.seen().ages().getOrDefault(image.ref(), 0L) >= image.refresh();
        };
    }

    private void pull(ServiceSpec service, ImageSource image) {
        var pull =
                new Assignment.Pull(at.spec().name(), image.ref(), image.platform(), saidBy(service, image), Map.of());
        steps.put(image.ref(), plan.add(new Action.Assign("pull", pull), service.name(), cause(image), List.of()));
    }

    /** Of a mount or a hook the service that has it. */
    private static String saidBy(ServiceSpec service, ImageSource image) {
        return "services." + service.name() + (image.equals(service.image()) ? ".image" : "");
    }

    /** Contexts are named as the client sends them; images of other services that it takes come first. */
    private void build(ServiceSpec service, ImageSource image, BuildRequest build) {
        if (steps.containsKey(image.ref())) {
            return;
        }
        steps.put(image.ref(), null);
        Set<String> after = new LinkedHashSet<>();
        for (String name : image.needs()) {
            ServiceSpec needed = at.spec().services().get(name);
            if (needed == null) {
                throw EngineException.notFound(
                        "services." + service.name() + ".build.additional_contexts: there is no service " + name);
            }
            step(needed);
            String step = steps.get(needed.image().ref());
            if (step != null) {
                after.add(step);
            }
        }
        Map<String, String> contexts = new LinkedHashMap<>();
        contexts.put(Assignment.Build.FIRST, service.name());
        build.named().forEach((name, source) -> {
            if (source.equals(BuildRequest.FILES)) {
                contexts.put(name, service.name() + "/" + name);
            }
        });
        var assignment = new Assignment.Build(at.spec().name(), image.ref(), build, contexts);
        String verb = build.options().check() ? "check" : "build";
        steps.put(image.ref(), plan.add(new Action.Assign(verb, assignment), service.name(), cause(image), after));
    }

    private boolean isAbsent(ImageSource image) {
        return !at.seen().images().containsKey(image.ref());
    }

    private Cause cause(ImageSource image) {
        return Cause.of(isAbsent(image) ? "is not on the node" + forPlatform(image) : "was asked for");
    }

    private static String forPlatform(ImageSource image) {
        return image.platform().isEmpty() ? "" : " for " + image.platform();
    }

    private Policy policy(ImageSource image) {
        return policy(image.policy());
    }

    private Policy policy(Policy own) {
        return switch (options.pull()) {
            case "always" -> Policy.ALWAYS;
            case "missing" -> Policy.MISSING;
            case "never" -> Policy.NEVER;
            case "build" -> Policy.BUILD;
            default -> own;
        };
    }
}
