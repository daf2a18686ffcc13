package dev.jcompose.compose.bind;

import dev.jcompose.compose.bind.Type.Absent;
import dev.jcompose.compose.bind.Type.Field;
import dev.jcompose.compose.bind.Type.Flag;
import dev.jcompose.compose.bind.Type.Leaf;
import dev.jcompose.compose.bind.Type.ListOf;
import dev.jcompose.compose.bind.Type.MapOf;
import dev.jcompose.compose.bind.Type.Struct;
import java.util.ArrayList;
import java.util.List;

/** The types of everything in a stack file, with the keys in the order in which Compose prints them. */
public final class ComposeTypes {
    private static final Type TEXT = new Leaf(Scalars::text);
    private static final Type TEXT_LIST = new ListOf(new Leaf(Scalars::item));
    private static final Type TEXTS = new Leaf(Collections::texts);
    private static final Type FLAG = new Flag(Scalars::flag);
    private static final Type OPTIONAL_FLAG = new Flag(Scalars::optionalFlag);
    private static final Type OPT_OUT = new Flag(Scalars::optOut);
    private static final Type INTEGER = new Leaf(Scalars::integer);
    private static final Type OPTIONAL_INTEGER = new Leaf(Scalars::optionalInteger);
    private static final Type UNSIGNED_16 = new Leaf(node -> Scalars.unsigned(node, 16));
    private static final Type UNSIGNED_32 = new Leaf(node -> Scalars.unsigned(node, 32));
    private static final Type UNSIGNED = new Leaf(node -> Scalars.unsigned(node, 64));
    private static final Type OPTIONAL_UNSIGNED = new Leaf(node -> Scalars.optionalUnsigned(node, 64));
    private static final Type DECIMAL = new Leaf(Scalars::decimal);
    private static final Type BYTES = new Leaf(Units::bytes);
    private static final Type DURATION = new Leaf(Units::duration);
    private static final Type OPTIONAL_DURATION = new Leaf(Units::optionalDuration);
    private static final Type COMMAND = new Leaf(Collections::command);
    private static final Type TEXT_BY_KEY = new Leaf(Collections::texted);
    private static final Type PLAIN_TEXT_BY_KEY = new MapOf(new Leaf(Scalars::item), false, false);
    private static final Type VARIABLES = new Leaf(Collections::variables);
    /** A number, or soft and hard in this order. */
    public static final Type ULIMIT = new Leaf(Collections::ulimit);

    private static final Type ULIMITS = new MapOf(ULIMIT, false, false);

    private static final Struct FILE_MOUNT = of().add(TEXT, "source", "target", "uid", "gid")
            .add(new Leaf(Scalars::mode), "mode")
            .kept();

    private static final Struct BUILD = of().add(TEXT, "context", "dockerfile", "dockerfile_inline")
            .add(TEXT_LIST, "entitlements")
            .add(VARIABLES, "args")
            .add(TEXT, "provenance", "sbom")
            .add(new Leaf(Collections::ssh), "ssh")
            .add(TEXT_BY_KEY, "labels")
            .add(TEXTS, "cache_from", "cache_to")
            .add(FLAG, "no_cache")
            .add(TEXTS, "no_cache_filter")
            .add(TEXT_BY_KEY, "additional_contexts")
            .add(FLAG, "pull")
            .add(new Leaf(Collections::hosts), "extra_hosts")
            .add(TEXT, "isolation", "network", "target")
            .add(new ListOf(FILE_MOUNT), "secrets")
            .add(BYTES, "shm_size")
            .add(TEXTS, "tags")
            .add(ULIMITS, "ulimits")
            .add(TEXTS, "platforms")
            .add(FLAG, "privileged")
            .kept();

    private static final Struct HOOK = of().add("command", COMMAND, Absent.NULL)
            .add(TEXT, "image", "user")
            .add(FLAG, "privileged")
            .add(TEXT, "working_dir")
            .add(VARIABLES, "environment")
            .add(FLAG, "per_replica")
            .kept();

    private static final Struct WATCH_HOOK = Struct.of(HOOK.fields(), false);

    private static final Struct DEVELOP = of().add(
                    new ListOf(of().add("path", TEXT, Absent.EMPTY_TEXT)
                            .add("action", TEXT, Absent.EMPTY_TEXT)
                            .add(TEXT, "target")
                            .add("exec", WATCH_HOOK, Absent.HOOK)
                            .add(TEXT_LIST, "include", "ignore")
                            .add(FLAG, "initial_sync")
                            .kept()),
                    "watch")
            .kept();

    private static final Type THROTTLES = new ListOf(of().always("path", TEXT, "Path", Absent.EMPTY_TEXT)
            .always("rate", BYTES, "Rate", Absent.ZERO_TEXT)
            .kept());

    private static final Struct BLKIO = of().add(UNSIGNED_16, "weight")
            .add(
                    new ListOf(of().always("path", TEXT, "Path", Absent.EMPTY_TEXT)
                            .always("weight", UNSIGNED_16, "Weight", Absent.ZERO)
                            .kept()),
                    "weight_device")
            .add(THROTTLES, "device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops")
            .kept();

    private static final Type DEVICE_REQUESTS = new ListOf(of().add(TEXT_LIST, "capabilities")
            .add(TEXT, "driver")
            .add(new Leaf(Scalars::count), "count")
            .add(TEXT_LIST, "device_ids")
            .add(TEXT_BY_KEY, "options")
            .kept());

    private static final Struct UPDATE = of().add(OPTIONAL_UNSIGNED, "parallelism")
            .add(DURATION, "delay")
            .add(TEXT, "failure_action")
            .add(DURATION, "monitor")
            .add(DECIMAL, "max_failure_ratio")
            .add(TEXT, "order")
            .kept();

    private static final Struct RESOURCE = of().add(DECIMAL, "cpus")
            .add(BYTES, "memory")
            .add(INTEGER, "pids")
            .add(DEVICE_REQUESTS, "devices")
            .add(
                    new ListOf(of().add(
                                    of().always("kind", TEXT, "kind", Absent.EMPTY_TEXT)
                                            .always("value", INTEGER, "value", Absent.ZERO)
                                            .kept(),
                                    "discrete_resource_spec")
                            .kept()),
                    "generic_resources")
            .kept();

    private static final Struct DEPLOY = of().add(TEXT, "mode")
            .add(OPTIONAL_INTEGER, "replicas")
            .add(TEXT_BY_KEY, "labels")
            .add(UPDATE, "update_config", "rollback_config")
            .add("resources", of().add(RESOURCE, "limits", "reservations").plain(), Absent.EMPTY_OBJECT)
            .add(
                    of().add(TEXT, "condition")
                            .add(OPTIONAL_DURATION, "delay")
                            .add(OPTIONAL_UNSIGNED, "max_attempts")
                            .add(OPTIONAL_DURATION, "window")
                            .kept(),
                    "restart_policy")
            .add(
                    "placement",
                    of().add(TEXT_LIST, "constraints")
                            .add(new ListOf(of().add(TEXT, "spread").kept()), "preferences")
                            .add(UNSIGNED, "max_replicas_per_node")
                            .plain(),
                    Absent.EMPTY_OBJECT)
            .add(TEXT, "endpoint_mode")
            .kept();

    private static final Struct NETWORK_ATTACHMENT = of().add(TEXT_LIST, "aliases")
            .add(TEXT_BY_KEY, "driver_opts")
            .add(INTEGER, "gw_priority")
            .add(TEXT, "interface_name", "ipv4_address", "ipv6_address")
            .add(TEXT_LIST, "link_local_ips")
            .add(TEXT, "mac_address")
            .add(INTEGER, "priority")
            .kept();

    private static final Struct PORT = of().add(TEXT, "name", "mode", "host_ip")
            .add(UNSIGNED_32, "target")
            .add(TEXT, "published", "protocol", "app_protocol")
            .kept();

    private static final Struct VOLUME_MOUNT = of().add(TEXT, "type", "source", "target")
            .add(FLAG, "read_only")
            .add(TEXT, "consistency")
            .add(
                    of().add(TEXT, "selinux", "propagation")
                            .add(OPT_OUT, "create_host_path")
                            .add(TEXT, "recursive")
                            .kept(),
                    "bind")
            .add(
                    of().add(TEXT_BY_KEY, "labels")
                            .add(FLAG, "nocopy")
                            .add(TEXT, "subpath")
                            .kept(),
                    "volume")
            .add(of().add(BYTES, "size").add(UNSIGNED_32, "mode").kept(), "tmpfs")
            .add(of().add(TEXT, "subpath").kept(), "image")
            .kept();

    private static final Struct DEPENDENCY = of().add(TEXT, "condition")
            .add(FLAG, "restart")
            .add(new Flag(Scalars::shownFlag), "required")
            .kept();

    private static final Struct HEALTHCHECK = of().add(new Leaf(Collections::test), "test")
            .add(OPTIONAL_DURATION, "timeout", "interval")
            .add(OPTIONAL_UNSIGNED, "retries")
            .add(OPTIONAL_DURATION, "start_period", "start_interval")
            .add(FLAG, "disable")
            .kept();

    /** One service. */
    public static final Struct SERVICE = of().add(TEXT_LIST, "profiles")
            .add(TEXT_BY_KEY, "annotations")
            .add(OPTIONAL_FLAG, "attach")
            .add(BUILD, "build")
            .add(DEVELOP, "develop")
            .add(BLKIO, "blkio_config")
            .add(TEXT_LIST, "cap_add", "cap_drop")
            .add(TEXT, "cgroup_parent", "cgroup")
            .add(INTEGER, "cpu_count")
            .add(DECIMAL, "cpu_percent")
            .add(INTEGER, "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime")
            .add(DECIMAL, "cpus")
            .add(TEXT, "cpuset")
            .add(INTEGER, "cpu_shares")
            .add("command", COMMAND, Absent.NULL)
            .add(new ListOf(FILE_MOUNT), "configs")
            .add(TEXT, "container_name")
            .add(of().add(TEXT, "config", "file", "registry").kept(), "credential_spec")
            .add(new MapOf(DEPENDENCY, false, true), "depends_on")
            .add(DEPLOY, "deploy")
            .add(TEXT_LIST, "device_cgroup_rules")
            .add(new ListOf(of().add(TEXT, "source", "target", "permissions").kept()), "devices")
            .add(TEXTS, "dns")
            .add(TEXT_LIST, "dns_opt")
            .add(TEXTS, "dns_search")
            .add(TEXT, "dockerfile", "domainname")
            .add("entrypoint", COMMAND, Absent.NULL)
            .add(
                    of().add(TEXT, "type")
                            .add(new Leaf(Collections::multiple), "options")
                            .kept(),
                    "provider")
            .add(VARIABLES, "environment")
            .add(
                    new ListOf(of().add(TEXT, "path")
                            .add(OPT_OUT, "required")
                            .add(TEXT, "format")
                            .kept()),
                    "env_file")
            .add(new Leaf(Collections::textsOrNumbers), "expose")
            .add(of().add(TEXT, "file", "service").kept(), "extends")
            .add(TEXT_LIST, "external_links")
            .add(new Leaf(Collections::hosts), "extra_hosts")
            .add(TEXT_LIST, "group_add")
            .add(DEVICE_REQUESTS, "gpus")
            .add(TEXT, "hostname")
            .add(HEALTHCHECK, "healthcheck")
            .add(TEXT, "image")
            .add(OPTIONAL_FLAG, "init")
            .add(TEXT, "ipc", "isolation")
            .add(TEXT_BY_KEY, "labels")
            .add(TEXT_LIST, "label_file", "links")
            .add(of().add(TEXT, "driver").add(TEXT_BY_KEY, "options").kept(), "logging")
            .add(TEXT, "log_driver")
            .add(PLAIN_TEXT_BY_KEY, "log_opt")
            .add(BYTES, "mem_limit", "mem_reservation", "memswap_limit", "mem_swappiness")
            .add(TEXT, "mac_address")
            .add(new MapOf(of().add(TEXT, "endpoint_var", "model_var").kept(), true, false), "models")
            .add(TEXT, "net", "network_mode")
            .add(new MapOf(NETWORK_ATTACHMENT, true, false), "networks")
            .add(FLAG, "oom_kill_disable")
            .add(INTEGER, "oom_score_adj")
            .add(TEXT, "pid")
            .add(INTEGER, "pids_limit")
            .add(TEXT, "platform")
            .add(new ListOf(PORT), "ports")
            .add(FLAG, "privileged")
            .add(TEXT, "pull_policy")
            .add(FLAG, "read_only")
            .add(TEXT, "restart", "runtime")
            .add(OPTIONAL_INTEGER, "scale")
            .add(new ListOf(FILE_MOUNT), "secrets")
            .add(TEXT_LIST, "security_opt")
            .add(BYTES, "shm_size")
            .add(FLAG, "stdin_open")
            .add(OPTIONAL_DURATION, "stop_grace_period")
            .add(TEXT, "stop_signal")
            .add(PLAIN_TEXT_BY_KEY, "storage_opt")
            .add(TEXT_BY_KEY, "sysctls")
            .add(TEXTS, "tmpfs")
            .add(FLAG, "tty")
            .add(ULIMITS, "ulimits")
            .add(FLAG, "use_api_socket")
            .add(TEXT, "user", "userns_mode", "uts", "volume_driver")
            .add(new ListOf(VOLUME_MOUNT), "volumes")
            .add(TEXT_LIST, "volumes_from")
            .add(TEXT, "working_dir")
            .add(new ListOf(HOOK), "pre_start", "post_start", "pre_stop")
            .kept();

    private static final Struct NETWORK = of().add(TEXT, "name", "driver")
            .add(TEXT_BY_KEY, "driver_opts")
            .add(
                    "ipam",
                    of().add(TEXT, "driver")
                            .add(
                                    new ListOf(of().add(TEXT, "subnet", "gateway", "ip_range")
                                            .add(TEXT_BY_KEY, "aux_addresses")
                                            .kept()),
                                    "config")
                            .add(TEXT_BY_KEY, "options")
                            .plain(),
                    Absent.EMPTY_OBJECT)
            .add(FLAG, "external", "internal", "attachable")
            .add(TEXT_BY_KEY, "labels")
            .add(OPTIONAL_FLAG, "enable_ipv4", "enable_ipv6")
            .kept();

    private static final Struct VOLUME = of().add(TEXT, "name", "driver")
            .add(TEXT_BY_KEY, "driver_opts")
            .add(FLAG, "external")
            .add(TEXT_BY_KEY, "labels")
            .kept();

    private static final Struct FILE_OBJECT = of().add(TEXT, "name", "file", "environment", "content")
            .add(FLAG, "external")
            .add(TEXT_BY_KEY, "labels")
            .add(TEXT, "driver")
            .add(PLAIN_TEXT_BY_KEY, "driver_opts")
            .add(TEXT, "template_driver")
            .kept();

    private static final Struct MODEL = of().add(TEXT, "name", "model")
            .add(INTEGER, "context_size")
            .add(TEXT_LIST, "runtime_flags")
            .kept();

    /** The whole stack. */
    public static final Struct PROJECT = of().add(TEXT, "name")
            .add(new MapOf(SERVICE, false, true), "services")
            .add(new MapOf(NETWORK, false, true), "networks")
            .add(new MapOf(VOLUME, false, true), "volumes")
            .add(new MapOf(FILE_OBJECT, false, true), "secrets", "configs")
            .add(new MapOf(MODEL, false, false), "models")
            .kept();

    private ComposeTypes() {}

    private static Builder of() {
        return new Builder();
    }

    /** Lists the keys of a struct in their order. */
    private static final class Builder {
        private final List<Field> fields = new ArrayList<>();

        Builder add(Type type, String... keys) {
            for (String key : keys) {
                add(key, type, Absent.NOTHING);
            }
            return this;
        }

        Builder add(String key, Type type, Absent inJson) {
            return add(key, type, key, inJson);
        }

        Builder add(String key, Type type, String jsonKey, Absent inJson) {
            fields.add(new Field(key, type, jsonKey, inJson, false));
            return this;
        }

        /** A key that is shown though its value says nothing. */
        Builder always(String key, Type type, String jsonKey, Absent absent) {
            fields.add(new Field(key, type, jsonKey, absent, true));
            return this;
        }

        /** A struct that says something even when empty. */
        Struct kept() {
            return Struct.of(fields, true);
        }

        /** A struct that is the same as none when empty. */
        Struct plain() {
            return Struct.of(fields, false);
        }
    }
}
