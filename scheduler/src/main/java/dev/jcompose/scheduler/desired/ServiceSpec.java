package dev.jcompose.scheduler.desired;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.container.CreateContainer;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.scheduler.protocol.Hook;
import dev.jcompose.scheduler.protocol.InjectedFile;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A service as its replicas are made.
 *
 * @param containerName fixed name, or empty
 * @param once {@code x-jcompose: {once: true}}: when its container has done its work, an up does not run it again
 * @param networks names of the stack's networks that it joins
 * @param volumes names of the stack's volumes that it mounts
 * @param namespaces services whose network, ipc or pid namespace or volumes it shares: their containers come first
 * @param imageMounts references of the images that a container of it mounts
 * @param preStart hooks in containers of their own, which end well before the first container of the service starts
 * @param updates how its containers give way to newer ones
 * @param compared what makes a container of this service outdated when it changes, field by field
 * @param replica the container with a given number
 */
public record ServiceSpec(
        String name,
        ImageSource image,
        int replicas,
        String containerName,
        boolean once,
        List<Dependency> dependencies,
        List<String> networks,
        List<String> volumes,
        List<String> namespaces,
        List<InjectedFile> files,
        List<String> imageMounts,
        List<PreStart> preStart,
        List<Hook> postStart,
        List<Hook> preStop,
        List<String> constraints,
        Updates updates,
        JsonNode compared,
        IntFunction<CreateContainer> replica) {

    public String containerName(String stack, int number) {
        return containerName.isEmpty() ? stack + "-" + name + "-" + number : containerName;
    }

    /** References of the images that its containers mount; none where it has no containers. */
    public List<String> mountedImages() {
        return replicas == 0 ? List.of() : imageMounts;
    }

    /** References of the images that its containers mount and its hooks have; none where it has no containers. */
    public List<String> otherImages() {
        if (replicas == 0) {
            return List.of();
        }
        return Stream.concat(mountedImages().stream(), preStart.stream().map(PreStart::image))
                .filter(ref -> !ref.equals(image.ref()))
                .distinct()
                .toList();
    }

    /**
     * Before a container of it is made: nothing that it needs was passed over when the stack was read, as others were to be started.
     *
     * @throws EngineException INVALID for env files, secrets and configs that were not there
     */
    public void requireRead() {
        if (compared.has("env_file")) {
            throw EngineException.invalid("services." + name
                    + ".env_file: not all of these files were there when the stack was read: `up " + name
                    + "` reads them again");
        }
        for (InjectedFile file : files) {
            if (file.content().endsWith("/")) {
                throw EngineException.invalid("services." + name + ": the content of " + file.target()
                        + " was not there when the stack was read: `up " + name + "` reads it again");
            }
        }
    }

    /** What makes a container outdated, as an earlier version of this program may have stored it, in today's form. */
    public static JsonNode upgraded(JsonNode stored) {
        return Compared.upgraded(stored);
    }

    public ServiceSpec scaled(int to) {
        return with(image, to);
    }

    /** The same with its image from elsewhere. */
    public ServiceSpec with(ImageSource source) {
        return with(source, replicas);
    }

    private ServiceSpec with(ImageSource source, int to) {
        return new ServiceSpec(
                name,
                source,
                to,
                containerName,
                once,
                dependencies,
                networks,
                volumes,
                namespaces,
                files,
                imageMounts,
                preStart,
                postStart,
                preStop,
                constraints,
                updates,
                compared,
                replica);
    }
}
