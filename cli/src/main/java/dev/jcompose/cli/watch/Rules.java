package dev.jcompose.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jcompose.api.container.ExecConfig;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The {@code develop.watch} of the services, read. */
final class Rules {

    /** What editors and compilers leave beside the files that they write. */
    private static final List<String> EPHEMERAL = List.of(
            "/**/*___jb_old___",
            "/**/*___jb_tmp___",
            "/**/.idea/**",
            "/**/.#*",
            "/**/#*#",
            "/**/4913",
            "/**/*~",
            "/**/.*.swp",
            "/**/.*.swx",
            "/**/.*.swo",
            "/**/.*.swn",
            "/**/.*.kate-swp",
            "/**/*-go-tmp-umask");

    private static final List<String> GIT = List.of("/**/.git");

    private Rules() {}

    /**
     * The rules of the services that are named.
     *
     * @param model the resolved project
     * @param warnings takes what is not watched, and why
     * @throws EngineException INVALID for a rule that cannot be carried out, and where there is none at all
     */
    static List<Rule> of(JsonNode model, List<String> services, Consumer<String> warnings) {
        List<Rule> rules = new ArrayList<>();
        for (String name : services) {
            JsonNode service = model.path("services").path(name);
            JsonNode watches = service.path("develop").path("watch");
            for (int i = 0; i < watches.size(); i++) {
                JsonNode watch = watches.get(i);
                Rule rule = rule(name, "services." + name + ".develop.watch[" + i + "]", service, watch);
                if (rule.initialSync() && !watch.path("initial_sync").asBoolean()) {
                    warnings.accept("x-initialSync is DEPRECATED, please use the official `initial_sync` attribute");
                }
                if (rule.syncs() && isMounted(rule.path(), service)) {
                    warnings.accept("path '" + rule.path()
                            + "' also declared by a bind mount volume, this path won't be monitored!");
                } else {
                    rules.add(rule);
                }
            }
        }
        if (rules.isEmpty()) {
            throw EngineException.invalid(
                    "none of the selected services is configured for watch, consider setting a" + " 'develop' section");
        }
        return rules;
    }

    private static Rule rule(String name, String where, JsonNode service, JsonNode watch) {
        String action = watch.path("action").asText();
        Path path = Path.of(watch.path("path").asText());
        if (action.equals("rebuild") && !service.hasNonNull("build")) {
            throw EngineException.invalid(where + ".action: can't watch service \"" + name
                    + "\" with action rebuild without a build context");
        }
        JsonNode exec = watch.path("exec");
        if (action.equals("sync+exec") && exec.path("command").isEmpty()) {
            throw EngineException.invalid(
                    where + ".exec: can't watch with action \"sync+exec\" on service " + name + " without a command");
        }
        List<PathPatterns> ignore = new ArrayList<>();
        ignore.add(new PathPatterns(where + ".ignore", path, texts(watch.path("ignore"))));
        ignore.add(new PathPatterns(where, path, EPHEMERAL));
        ignore.add(new PathPatterns(where, path, GIT));
        if (service.hasNonNull("build")) {
            ignore.add(dockerIgnore(where, service.get("build")));
        }
        List<String> include = texts(watch.path("include"));
        return new Rule(
                name,
                path,
                action,
                watch.path("target").asText(""),
                watch.path("initial_sync").asBoolean()
                        || watch.path("x-initialSync").asBoolean(),
                action.equals("sync+exec") ? exec(exec) : null,
                include.isEmpty() ? null : new PathPatterns(where + ".include", path, include),
                ignore);
    }

    private static ExecConfig exec(JsonNode exec) {
        List<String> environment = new ArrayList<>();
        exec.path("environment").properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                environment.add(entry.getKey() + "=" + entry.getValue().asText());
            }
        });
        return new ExecConfig(
                texts(exec.path("command")),
                environment,
                exec.path("user").asText(""),
                exec.path("working_dir").asText(""),
                exec.path("privileged").asBoolean(),
                false,
                false,
                true,
                true,
                "",
                List.of());
    }

    /** What the image is built without is not watched either; patterns count from the build's context. */
    private static PathPatterns dockerIgnore(String where, JsonNode build) {
        Path context = Path.of(build.path("context").asText()).toAbsolutePath();
        Path own = context.resolve(build.path("dockerfile").asText("Dockerfile") + ".dockerignore");
        Path file = Files.exists(own) ? own : context.resolve(".dockerignore");
        try {
            return new PathPatterns(
                    file.toString(), context, Files.exists(file) ? lines(Files.readAllLines(file)) : List.of());
        } catch (IOException e) {
            throw EngineException.unavailable(where + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The lines that are patterns. A file that leaves out everything and lists what an image needs says nothing about what
     * is worth watching: as in Compose it leaves out nothing here.
     */
    static List<String> lines(List<String> file) {
        List<String> lines = file.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.replaceFirst("^(!?)\\s*/+", "$1"))
                .toList();
        boolean everything = lines.contains("*");
        return lines.stream()
                .filter(line -> !everything || line.startsWith("!"))
                .toList();
    }

    private static boolean isMounted(Path path, JsonNode service) {
        for (JsonNode volume : service.path("volumes")) {
            if (volume.path("type").asText().equals("bind")
                    && path.startsWith(volume.path("source").asText())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
