package dev.jcompose.compose.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network of the project.
 *
 * @param key how services call it
 * @param name how the engine calls it
 */
public record Network(
        String key,
        String name,
        String driver,
        Map<String, String> driverOpts,
        String ipamDriver,
        List<Pool> pools,
        Map<String, String> ipamOptions,
        boolean external,
        boolean internal,
        boolean attachable,
        Map<String, String> labels,
        @Nullable Boolean enableIpv4,
        @Nullable Boolean enableIpv6) {

    /** A range of addresses; empty texts are unset. */
    public record Pool(String subnet, String gateway, String ipRange, Map<String, String> auxAddresses) {}

    static Network of(String key, View view) {
        View ipam = view.structOrEmpty("ipam", found -> found);
        return new Network(
                key,
                view.text("name"),
                view.text("driver"),
                view.textByKey("driver_opts"),
                ipam.text("driver"),
                ipam.structs("config", Network::pool),
                ipam.textByKey("options"),
                view.flag("external"),
                view.flag("internal"),
                view.flag("attachable"),
                view.textByKey("labels"),
                view.flagOrNull("enable_ipv4"),
                view.flagOrNull("enable_ipv6"));
    }

    private static Pool pool(View view) {
        return new Pool(
                view.text("subnet"), view.text("gateway"), view.text("ip_range"), view.textByKey("aux_addresses"));
    }
}
