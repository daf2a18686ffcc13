package dev.jcompose.compose.model;

import java.util.Map;

/**
 * A named volume of the project.
 *
 * @param key how services call it
 * @param name how the engine calls it
 */
public record Volume(
        String key,
        String name,
        String driver,
        Map<String, String> driverOpts,
        boolean external,
        Map<String, String> labels) {

    static Volume of(String key, View view) {
        return new Volume(
                key,
                view.text("name"),
                view.text("driver"),
                view.textByKey("driver_opts"),
                view.flag("external"),
                view.textByKey("labels"));
    }
}
