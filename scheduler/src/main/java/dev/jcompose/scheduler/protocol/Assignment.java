package dev.jcompose.scheduler.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.jcompose.api.build.BuildRequest;
import dev.jcompose.api.network.CreateNetwork;
import dev.jcompose.api.system.AuthConfig;
import dev.jcompose.api.volume.CreateVolume;
import java.util.Map;

/** What a node is to have. {@code stack} is the stack it belongs to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "Kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Assignment.Network.class, name = "network"),
    @JsonSubTypes.Type(value = Assignment.Volume.class, name = "volume"),
    @JsonSubTypes.Type(value = Assignment.Pull.class, name = "pull"),
    @JsonSubTypes.Type(value = Assignment.Build.class, name = "build"),
    @JsonSubTypes.Type(value = Assignment.RemoveImage.class, name = "image"),
    @JsonSubTypes.Type(value = Assignment.Content.class, name = "content"),
    @JsonSubTypes.Type(value = Assignment.Container.class, name = "container")
})
public sealed interface Assignment {
    String stack();

    /** Unique on a node: {@code network/shop/shop_default}. */
    @JsonIgnore
    String key();

    /** What of the node it is about, which stacks may share: work on the same is done one after the other. */
    @JsonIgnore
    default String subject() {
        return key();
    }

    /** Nothing is left on the node when this has been reached, so that it may be forgotten. */
    @JsonIgnore
    boolean leavesNothing();

    /** Work on it ends at once where it is forgotten meanwhile: nobody waits for the image any more. */
    @JsonIgnore
    default boolean mayBreakOff() {
        return false;
    }

    record Network(String stack, CreateNetwork spec, boolean present) implements Assignment {
        @Override
        public String key() {
            return "network/" + stack + "/" + spec.name();
        }

        @Override
        public String subject() {
            return "network/" + spec.name();
        }

        @Override
        public boolean leavesNothing() {
            return !present;
        }
    }

    record Volume(String stack, CreateVolume spec, boolean present) implements Assignment {
        @Override
        public String key() {
            return "volume/" + stack + "/" + spec.name();
        }

        @Override
        public String subject() {
            return "volume/" + spec.name();
        }

        @Override
        public boolean leavesNothing() {
            return !present;
        }
    }

    /**
     * An image from a registry.
     *
     * @param saidBy path in the project of what names it
     * @param auths registry → login, not kept in the store
     */
    record Pull(String stack, String ref, String platform, String saidBy, Map<String, AuthConfig> auths)
            implements Assignment {
        @Override
        public String key() {
            return "image/" + stack + "/" + ref;
        }

        @Override
        public String subject() {
            return "image/" + ref;
        }

        @Override
        public boolean leavesNothing() {
            return true;
        }

        @Override
        public boolean mayBreakOff() {
            return true;
        }
    }

    /**
     * An image from a build.
     *
     * @param contexts names of contexts, {@link #FIRST} and those that the request names → ids of what the user's side put on
     *     the manager
     */
    record Build(String stack, String ref, BuildRequest request, Map<String, String> contexts) implements Assignment {
        /** The context that a COPY without {@code --from} means. */
        public static final String FIRST = "";

        @Override
        public String key() {
            return "image/" + stack + "/" + ref;
        }

        @Override
        public String subject() {
            return "image/" + ref;
        }

        @Override
        public boolean leavesNothing() {
            return true;
        }

        @Override
        public boolean mayBreakOff() {
            return true;
        }
    }

    record RemoveImage(String stack, String ref) implements Assignment {
        @Override
        public String key() {
            return "image/" + stack + "/" + ref;
        }

        @Override
        public String subject() {
            return "image/" + ref;
        }

        @Override
        public boolean leavesNothing() {
            return true;
        }
    }

    /** The bytes of a secret or config; an agent keeps them in memory and on tmpfs alone. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(String stack, String id, byte[] bytes) implements Assignment {
        @Override
        public String key() {
            return "content/" + id;
        }

        @Override
        public boolean leavesNothing() {
            return false;
        }

        @Override
        public String toString() {
            return "Content[" + id + "]";
        }
    }

    /** A container. {@code inheritFrom}: the task whose anonymous volumes a new one takes over, or empty. */
    record Container(Task task, Goal goal, String inheritFrom) implements Assignment {
        @Override
        public String stack() {
            return task.stack();
        }

        @Override
        public String key() {
            return key(task.id());
        }

        public static String key(String task) {
            return "task/" + task;
        }

        @Override
        public boolean leavesNothing() {
            return goal instanceof Goal.Removed;
        }
    }
}
