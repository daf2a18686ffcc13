package dev.jcompose.compose.model;

import java.util.List;
import java.util.Map;

/**
 * Devices that a driver is asked for.
 *
 * @param count -1 for all, 0 where ids are given
 */
public record DeviceRequest(
        List<String> capabilities, String driver, long count, List<String> deviceIds, Map<String, String> options) {

    static DeviceRequest of(View view) {
        return new DeviceRequest(
                view.texts("capabilities"),
                view.text("driver"),
                view.number("count"),
                view.texts("device_ids"),
                view.textByKey("options"));
    }
}
