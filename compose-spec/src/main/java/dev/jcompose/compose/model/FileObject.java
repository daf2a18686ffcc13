package dev.jcompose.compose.model;

import java.util.Map;

/**
 * A secret or config of the project; one of file, environment, content or external says where its value is.
 *
 * @param key how services call it
 * @param environment the variable that holds the value
 */
public record FileObject(
        String key,
        String name,
        String file,
        String environment,
        String content,
        boolean external,
        Map<String, String> labels,
        String driver,
        Map<String, String> driverOpts,
        String templateDriver) {

    static FileObject of(String key, View view) {
        return new FileObject(
                key,
                view.text("name"),
                view.text("file"),
                view.text("environment"),
                view.text("content"),
                view.flag("external"),
                view.textByKey("labels"),
                view.text("driver"),
                view.textByKey("driver_opts"),
                view.text("template_driver"));
    }
}
