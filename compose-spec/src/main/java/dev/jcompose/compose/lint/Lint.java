package dev.jcompose.compose.lint;

import dev.jcompose.compose.environment.SecretNames;
import dev.jcompose.compose.model.FileMount;
import dev.jcompose.compose.model.PortBinding;
import dev.jcompose.compose.model.Project;
import dev.jcompose.compose.model.Service;
import dev.jcompose.compose.model.VolumeMount;
import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Position;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import dev.jcompose.compose.problem.Problem;
import dev.jcompose.compose.problem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks through a resolved project. */
public final class Lint {
    private static final Pattern SWITCH =
            Pattern.compile("(?i)true|false|yes|no|on|off|enabled|disabled|none|[0-9]{1,5}");
    /** A place where the secret lies. What is base64 may begin with a slash, but seldom has no other character of its own. */
    private static final Pattern FILE_PATH = Pattern.compile("(?:file://|~|\\.{1,2})?(?:/[A-Za-z0-9._-]+)+");
    /** As browsers get it. */
    private static final Pattern PUBLIC_KEY = Pattern.compile("(?i).*public.*key");
    /** With a number, how many of them a language model may use. */
    private static final Pattern TOKENS = Pattern.compile("(?i).*tokens");

    private static final Pattern COUNT = Pattern.compile("[0-9]+");

    private static final Pattern EMPTY_DEFAULT = Pattern.compile("\\$\\{\\w+:?-}");
    private static final Set<String> USUAL_MODES =
            Set.of("400", "440", "444", "600", "640", "644", "660", "664", "666", "700", "750", "755", "770", "777");

    private final Project project;
    private final List<Problem> found = new ArrayList<>();

    private Lint(Project project) {
        this.project = project;
    }

    /**
     * What is likely to be a mistake, as warnings.
     *
     * @param project loaded with all its resources, used or not
     */
    public static List<Problem> check(Project project) {
        Lint lint = new Lint(project);
        lint.unusedResources();
        lint.portClashes();
        project.services().values().forEach(lint::service);
        lint.found.sort(Comparator.comparing(Problem::position));
        return List.copyOf(lint.found);
    }

    private void warn(String code, Position position, String message, @Nullable String suggestion) {
        found.add(new Problem(code, Severity.WARNING, message, position, suggestion, List.of()));
    }

    private void unusedResources() {
        Map<String, Set<String>> used = new HashMap<>();
        List<Service> all = new ArrayList<>(project.services().values());
        project.disabled().entries().forEach(entry -> all.add(new Service(entry.key(), (Mapping) entry.value())));
        for (Service service : all) {
            use(used, "networks", service.networks().keySet());
            use(
                    used,
                    "volumes",
                    service.volumes().stream().map(VolumeMount::source).toList());
            use(
                    used,
                    "secrets",
                    service.secrets().stream().map(FileMount::source).toList());
            use(
                    used,
                    "configs",
                    service.configs().stream().map(FileMount::source).toList());
            if (service.build() != null) {
                use(
                        used,
                        "secrets",
                        service.build().secrets().stream()
                                .map(FileMount::source)
                                .toList());
            }
        }
        for (String section : List.of("networks", "volumes", "secrets", "configs")) {
            Mapping resources = project.tree().mapping(section);
            if (resources != null) {
                resources.entries().stream()
                        .filter(entry -> !used.getOrDefault(section, Set.of()).contains(entry.key()))
                        .filter(entry -> !entry.key().equals("default"))
                        .forEach(entry -> warn(
                                "unused-resource",
                                entry.position(),
                                "%s.%s: no service uses it".formatted(section, entry.key()),
                                null));
            }
        }
    }

    private static void use(Map<String, Set<String>> used, String section, Collection<String> names) {
        used.computeIfAbsent(section, _ -> new HashSet<>()).addAll(names);
    }

    /** A service, and the address of this host that it publishes a port at. */
    private record Publisher(Service service, String hostIp) {
        private boolean meets(Publisher other) {
            return isAny(hostIp) || isAny(other.hostIp) || hostIp.equals(other.hostIp);
        }

        private static boolean isAny(String ip) {
            return ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::");
        }
    }

    private void portClashes() {
        Map<String, List<Publisher>> publishers = new HashMap<>();
        for (Service service : project.services().values()) {
            List<PortBinding> ports = service.ports();
            Sequence list = service.tree().sequence("ports");
            for (int i = 0; list != null && i < ports.size(); i++) {
                PortBinding port = ports.get(i);
                // One of a range is free.
                if (!port.published().isEmpty() && port.published().indexOf('-') < 0) {
                    var before = publishers.computeIfAbsent(
                            port.published() + "/" + port.protocol(), _ -> new ArrayList<>());
                    published(
                            new Publisher(service, port.hostIp()),
                            before,
                            port.published(),
                            list.items().get(i).position());
                }
            }
        }
    }

    private void published(Publisher one, List<Publisher> before, String port, Position position) {
        before.stream().filter(one::meets).findFirst().ifPresent(other -> {
            String name = one.service.name();
            String what = other.service.name().equals(name)
                    ? "services.%s: port %s is published twice".formatted(name, port)
                    : "services.%s: port %s is published by service %s too".formatted(name, port, other.service.name());
            warn("port-clash", position, what, "publish it at another port");
        });
        before.add(one);
    }

    private void service(Service service) {
        if (service.build() == null && service.provider() == null) {
            mutableTag(service);
        }
        Mapping environment = service.tree().mapping("environment");
        if (environment != null) {
            environment.entries().forEach(entry -> variable(service, entry));
        }
        modes(service, "secrets");
        modes(service, "configs");
    }

    private void mutableTag(Service service) {
        String image = service.image();
        String name = image.substring(image.lastIndexOf('/') + 1);
        boolean latest = name.endsWith(":latest");
        if (!image.contains("@") && (latest || name.indexOf(':') < 0) && !image.isEmpty()) {
            warn(
                    "mutable-tag",
                    service.positionOf("image"),
                    "services.%s: image %s may be another one tomorrow".formatted(service.name(), image),
                    "name a version");
        }
    }

    private void variable(Service service, Mapping.Entry entry) {
        if (!SecretNames.isSecret(entry.key()) || !(entry.value() instanceof Scalar value) || value.string() == null) {
            return;
        }
        boolean written = value.origin().chain().stream()
                .noneMatch(step -> step.step() == Origin.Step.INTERPOLATION || step.step() == Origin.Step.ENVIRONMENT);
        String path = "services.%s.environment.%s".formatted(service.name(), entry.key());
        if (written && isNoSecret(entry.key(), value.text())) {
            return;
        }
        if (written && !value.text().isEmpty()) {
            warn(
                    "plain-secret",
                    entry.position(),
                    path + ": a secret stands in the file",
                    "use a secret or a variable");
        } else if (!written && value.text().isEmpty() && !emptyByIntent(value)) {
            warn(
                    "empty-secret",
                    entry.position(),
                    path + ": came out empty",
                    "set the variable, or write a literal $ as $$");
        } else if (!written && lostPart(value)) {
            warn("empty-secret", entry.position(), path + ": a part came out empty", "write a literal $ as $$");
        }
    }

    /** Whether the value tells that the name misleads: MYSQL_ALLOW_EMPTY_PASSWORD=yes, PRIVATE_KEY=/run/secrets/key. */
    private static boolean isNoSecret(String name, String value) {
        return SWITCH.matcher(value).matches()
                || FILE_PATH.matcher(value).matches()
                || PUBLIC_KEY.matcher(name).matches()
                || TOKENS.matcher(name).matches() && COUNT.matcher(value).matches();
    }

    /** Whether the file itself says that nothing may stand here: {@code ${NAME:-}}. */
    private static boolean emptyByIntent(Scalar value) {
        return value.origin().chain().stream()
                .map(Origin::detail)
                .anyMatch(detail ->
                        detail != null && EMPTY_DEFAULT.matcher(detail).find());
    }

    /** Whether the text had a bare {@code $name} in the middle of it that stood for nothing. */
    private static boolean lostPart(Scalar value) {
        return value.origin().chain().stream()
                .map(Origin::detail)
                .anyMatch(detail -> detail != null && bare(detail, value.text()));
    }

    private static boolean bare(String template, String value) {
        String text = template.substring(template.indexOf('=') + 1);
        return text.matches(".+\\$[A-Za-z_].*") && value.equals(text.replaceAll("\\$[A-Za-z_][A-Za-z0-9_]*", ""));
    }

    private void modes(Service service, String key) {
        Sequence mounts = service.tree().sequence(key);
        if (mounts == null) {
            return;
        }
        for (Node node : mounts.items()) {
            String mode = node instanceof Mapping mount ? mount.string("mode") : null;
            if (mode == null) {
                continue;
            }
            String decimal = Long.toString(Long.parseLong(mode.substring(1), 8));
            if (USUAL_MODES.contains(decimal)) {
                warn(
                        "decimal-mode",
                        ((Mapping) node).positionOf("mode"),
                        "services.%s.%s: mode %s is %s in octal".formatted(service.name(), key, decimal, mode),
                        "write 0" + decimal);
            }
        }
    }
}
