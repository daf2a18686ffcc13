package dev.jcompose.scheduler.desired;

import dev.jcompose.api.container.Resources;
import dev.jcompose.api.container.Resources.Blkio;
import dev.jcompose.api.container.Resources.Cpu;
import dev.jcompose.api.container.Resources.DeviceAccess;
import dev.jcompose.api.container.Resources.Memory;
import dev.jcompose.api.container.Resources.Ulimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The limits of a service: its own attributes and those of {@code deploy.resources}. */
final class Limits {

    private Limits() {}

    static Resources of(Fields service) {
        Fields limits = service.at("deploy").at("resources").at("limits");
        Fields reservations = service.at("deploy").at("resources").at("reservations");
        Cpu cpu = new Cpu(
                either(limits.nano("cpus"), service.nano("cpus")),
                service.number("cpu_shares"),
                service.number("cpu_period"),
                service.number("cpu_quota"),
                micros(service, "cpu_rt_period"),
                micros(service, "cpu_rt_runtime"),
                service.text("cpuset"),
                "");
        Memory memory = new Memory(
                either(limits.number("memory"), service.number("mem_limit")),
                either(reservations.number("memory"), service.number("mem_reservation")),
                service.number("memswap_limit"),
                service.numberOrNull("mem_swappiness"),
                service.flagOrNull("oom_kill_disable"));
        Long pids = service.numberOrNull("pids_limit");
        reservations.items("generic_resources").forEach(Limits::passOverUnwritten);
        return new Resources(
                cpu,
                memory,
                blkio(service.at("blkio_config")),
                devices(service, reservations),
                limits.number("pids") != 0 ? limits.numberOrNull("pids") : pids,
                ulimits(service),
                service.text("cgroup_parent"));
    }

    /** A model has both members of a generic resource, whichever of them the file has: there is nothing to tell of the other. */
    private static void passOverUnwritten(Fields resource) {
        Fields spec = resource.at("discrete_resource_spec");
        if (spec.node().path("kind").asText().isEmpty()) {
            spec.at("kind").text();
        }
        if (spec.node().path("value").asInt() == 0) {
            spec.at("value").text();
        }
    }

    /** The loader lets both be given where they agree. */
    private static long either(long one, long other) {
        return one != 0 ? one : other;
    }

    private static long micros(Fields service, String key) {
        String text = service.text(key);
        return text.isEmpty() || text.chars().allMatch(Character::isDigit)
                ? service.number(key)
                : service.duration(key) / 1000;
    }

    private static Blkio blkio(Fields config) {
        return new Blkio(
                (int) config.number("weight"),
                config.items("weight_device").stream()
                        .map(item -> new Blkio.Weight(item.text("path"), (int) item.number("weight")))
                        .toList(),
                throttles(config, "device_read_bps"),
                throttles(config, "device_write_bps"),
                throttles(config, "device_read_iops"),
                throttles(config, "device_write_iops"));
    }

    private static List<Blkio.Throttle> throttles(Fields config, String key) {
        return config.items(key).stream()
                .map(item -> new Blkio.Throttle(item.text("path"), item.number("rate")))
                .toList();
    }

    private static DeviceAccess devices(Fields service, Fields reservations) {
        List<DeviceAccess.Device> mapped = service.items("devices").stream()
                .map(device -> new DeviceAccess.Device(
                        device.text("source"), device.text("target"), device.text("permissions")))
                .toList();
        List<DeviceAccess.DeviceRequest> requests = new ArrayList<>();
        for (Fields asked : reservations.items("devices")) {
            requests.add(request(asked, asked.list("capabilities")));
        }
        for (Fields gpu : service.items("gpus")) {
            List<String> capabilities = new ArrayList<>(gpu.list("capabilities"));
            if (!capabilities.contains("gpu")) {
                capabilities.add("gpu");
            }
            requests.add(request(gpu, capabilities));
        }
        return new DeviceAccess(mapped, service.list("device_cgroup_rules"), requests);
    }

    /** No driver of the engine takes options: they are not read, and so refused. */
    private static DeviceAccess.DeviceRequest request(Fields asked, List<String> capabilities) {
        String given = asked.text("count");
        int count = given.isEmpty() ? 0 : given.equals("all") ? -1 : Integer.parseInt(given);
        if (!asked.has("count") && asked.list("device_ids").isEmpty()) {
            count = -1;
        }
        return new DeviceAccess.DeviceRequest(
                asked.text("driver"), count, asked.list("device_ids"), List.of(capabilities), Map.of());
    }

    /** Of a service or its build. */
    static List<Ulimit> ulimits(Fields service) {
        List<Ulimit> ulimits = new ArrayList<>();
        service.entries("ulimits").forEach((name, value) -> {
            boolean pair = value.node().isObject();
            long one = pair ? 0 : Long.parseLong(value.text());
            ulimits.add(
                    pair ? new Ulimit(name, value.number("soft"), value.number("hard")) : new Ulimit(name, one, one));
        });
        return ulimits;
    }
}
