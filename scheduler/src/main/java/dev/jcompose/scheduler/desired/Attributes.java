package dev.jcompose.scheduler.desired;

import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every attribute of a service is honoured, refused, or said to have no effect here; none is dropped in silence. */
final class Attributes {

    private static final Set<String> HONOURED = Set.of(
            "annotations",
            "attach",
            "blkio_config",
            "build",
            "cap_add",
            "cap_drop",
            "cgroup",
            "cgroup_parent",
            "command",
            "configs",
            "container_name",
            "cpu_period",
            "cpu_quota",
            "cpu_rt_period",
            "cpu_rt_runtime",
            "cpu_shares",
            "cpus",
            "cpuset",
            "depends_on",
            "deploy",
            "device_cgroup_rules",
            "devices",
            "dns",
            "dns_opt",
            "dns_search",
            "domainname",
            "entrypoint",
            "env_file",
            "environment",
            "expose",
            "external_links",
            "extends",
            "extra_hosts",
            "gpus",
            "group_add",
            "healthcheck",
            "hostname",
            "image",
            "init",
            "ipc",
            "label_file",
            "labels",
            "links",
            "logging",
            "mac_address",
            "mem_limit",
            "mem_reservation",
            "mem_swappiness",
            "memswap_limit",
            "network_mode",
            "networks",
            "oom_kill_disable",
            "oom_score_adj",
            "pid",
            "pids_limit",
            "platform",
            "ports",
            "privileged",
            "profiles",
            "pull_policy",
            "read_only",
            "restart",
            "runtime",
            "scale",
            "secrets",
            "security_opt",
            "shm_size",
            "stdin_open",
            "stop_grace_period",
            "stop_signal",
            "storage_opt",
            "sysctls",
            "tmpfs",
            "tty",
            "ulimits",
            "user",
            "userns_mode",
            "uts",
            "volumes",
            "volumes_from",
            "working_dir");

    /** They speak of Windows, or of commands that watch files. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("cpu_count", "cpu_percent", "credential_spec", "develop", "isolation");

    private static final Set<String> DEPLOY =
            Set.of("mode", "replicas", "resources", "restart_policy", "placement", "labels");

    private Attributes() {}

    static List<String> check(String service, Fields fields) {
        List<String> notices = new ArrayList<>();
        fields.node().fieldNames().forEachRemaining(key -> {
            if (WITHOUT_EFFECT.contains(key)) {
                notices.add("services." + service + "." + key + " has no effect here");
            } else if (!HONOURED.contains(key) && !key.startsWith("x-")) {
                throw new EngineException(
                        ErrorKind.NOT_SUPPORTED,
                        "services." + service + "." + key + " is not supported by this daemon: leave it out");
            }
        });
        fields.at("deploy").node().fieldNames().forEachRemaining(key -> {
            if (!DEPLOY.contains(key)) {
                notices.add("services." + service + ".deploy." + key + " has no effect on a single node");
            }
        });
        return notices;
    }
}
