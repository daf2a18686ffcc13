package dev.jcompose.engine.runtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each process of a run has beside what the container says: a bundle keeps it, for those that are added later.
 *
 * @param env lines {@code NAME=value}
 */
public record Additions(List<String> env, List<Integer> groups) {
    static final Additions NONE = new Additions(List.of(), List.of());

    /** What is empty is not written. */
    @JsonCreator
    static Additions read(
            @JsonProperty("env") @Nullable List<String> env, @JsonProperty("groups") @Nullable List<Integer> groups) {
        return new Additions(env == null ? List.of() : env, groups == null ? List.of() : groups);
    }

    OciSpec.Process to(OciSpec.Process process) {
        Map<String, String> all = new LinkedHashMap<>();
        process.env().forEach(line -> all.put(name(line), line));
        env.forEach(line -> all.put(name(line), line));
        var user = process.user();
        return process.with(
                new OciSpec.User(user.uid(), user.gid(), groups(user.additionalGids())), List.copyOf(all.values()));
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf('='));
    }

    /** The same user with the groups that are added. */
    public Users.Identity to(Users.Identity who) {
        return new Users.Identity(who.uid(), who.gid(), groups(who.groups()), who.home());
    }

    private List<Integer> groups(List<Integer> own) {
        Set<Integer> all = new LinkedHashSet<>(own);
        all.addAll(groups);
        return List.copyOf(all);
    }
}
