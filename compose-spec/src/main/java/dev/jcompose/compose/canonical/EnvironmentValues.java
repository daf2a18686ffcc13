package dev.jcompose.compose.canonical;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Node;
import dev.jcompose.compose.node.Origin;
import dev.jcompose.compose.node.Scalar;
import dev.jcompose.compose.node.Sequence;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that a file only names and the environment of that file gives. */
public final class EnvironmentValues {
    /** Holds a secret's value inside the model; never printed. */
    public static final String SECRET_VALUE = "x-#value";

    private final Map<String, String> environment;

    public EnvironmentValues(Map<String, String> environment) {
        this.environment = environment;
    }

    public Mapping resolve(Mapping model) {
        return model.map((key, value) -> switch (key) {
            case "services" -> each(value, this::service);
            case "secrets" -> each(value, secret -> valued(secret, SECRET_VALUE));
            case "configs" -> each(value, config -> valued(config, "content"));
            default -> value;
        });
    }

    private static Node each(Node section, java.util.function.UnaryOperator<Mapping> change) {
        return section instanceof Mapping mapping
                ? mapping.map((key, value) -> value instanceof Mapping one ? change.apply(one) : value)
                : section;
    }

    private Mapping service(Mapping service) {
        return service.get("environment") instanceof Sequence list
                ? service.with("environment", list.map(this::variable))
                : service;
    }

    /** {@code NAME} alone in a list takes the environment's value. */
    private Node variable(Node item) {
        @Nullable String name = item instanceof Scalar scalar ? scalar.string() : null;
        String value = name == null ? null : environment.get(name);
        return value == null
                ? item
                : new Scalar(name + "=" + value, item.origin().then(Origin.Step.ENVIRONMENT, name));
    }

    private Mapping valued(Mapping resource, String key) {
        Node name = resource.get("environment");
        String value = name instanceof Scalar scalar && scalar.string() != null ? environment.get(scalar.text()) : null;
        return name == null || value == null
                ? resource
                : resource.with(key, new Scalar(value, name.origin().then(Origin.Step.ENVIRONMENT, null)));
    }
}
