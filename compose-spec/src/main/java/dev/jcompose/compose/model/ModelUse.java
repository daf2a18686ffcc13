package dev.jcompose.compose.model;

/** A language model that a service uses; empty texts are unset. */
public record ModelUse(String model, String endpointVariable, String modelVariable) {
    static ModelUse of(String model, View view) {
        return new ModelUse(model, view.text("endpoint_var"), view.text("model_var"));
    }
}
