package dev.jcompose.compose.model;

import dev.jcompose.compose.node.Mapping;
import dev.jcompose.compose.node.Position;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One service, read from its tree. Texts are empty and numbers 0 where a key is absent; null means absent only where
 * zero, empty and absent differ.
 *
 * @param tree the resolved values, in Compose's order
 */
public record Service(String name, Mapping tree) {
    private View view() {
        return new View(tree);
    }

    /** Where the key of this service stands, or the service itself. */
    public Position positionOf(String key) {
        return tree.positionOf(key);
    }

    public String image() {
        return view().text("image");
    }

    /** The image's name, or the one that a build without a name gets. */
    public String imageOrDefault(String project) {
        return image().isEmpty() ? project + "-" + name : image();
    }

    public @Nullable Build build() {
        return view().struct("build", Build::of);
    }

    /** Null takes the image's; empty clears it. */
    public @Nullable List<String> command() {
        return view().textsOrNull("command");
    }

    /** Null takes the image's; empty clears it. */
    public @Nullable List<String> entrypoint() {
        return view().textsOrNull("entrypoint");
    }

    /** Variables; those with null have no value, which takes away the image's. */
    public Map<String, @Nullable String> environment() {
        return view().nullableTextByKey("environment");
    }

    public Map<String, String> labels() {
        return view().textByKey("labels");
    }

    public Map<String, String> annotations() {
        return view().textByKey("annotations");
    }

    public List<PortBinding> ports() {
        return view().structs("ports", PortBinding::of);
    }

    /** Ports as {@code 80}, {@code 80/udp} or {@code 80-90}. */
    public List<String> expose() {
        return view().texts("expose");
    }

    public List<VolumeMount> volumes() {
        return view().structs("volumes", VolumeMount::of);
    }

    /** {@code service[:ro]} or {@code container:name[:ro]}. */
    public List<String> volumesFrom() {
        return view().texts("volumes_from");
    }

    /** {@code /path[:options]}. */
    public List<String> tmpfs() {
        return view().texts("tmpfs");
    }

    public List<FileMount> secrets() {
        return view().structs("secrets", FileMount::of);
    }

    public List<FileMount> configs() {
        return view().structs("configs", FileMount::of);
    }

    /** By the network's key. */
    public Map<String, NetworkAttachment> networks() {
        return view().structByKey("networks", NetworkAttachment::of);
    }

    public String networkMode() {
        return view().text("network_mode");
    }

    /** By the other service's name. */
    public Map<String, DependsOn> dependsOn() {
        return view().structByKey("depends_on", DependsOn::of);
    }

    public @Nullable HealthCheck healthcheck() {
        return view().struct("healthcheck", HealthCheck::of);
    }

    public @Nullable Deploy deploy() {
        return view().struct("deploy", Deploy::of);
    }

    public @Nullable Develop develop() {
        return view().struct("develop", Develop::of);
    }

    /** How many containers: {@code scale}, else {@code deploy.replicas}, else 1. */
    public int replicas() {
        Long scale = view().numberOrNull("scale");
        Deploy deploy = deploy();
        Long wanted = scale != null || deploy == null ? scale : deploy.replicas();
        return Math.toIntExact(Objects.requireNonNullElse(wanted, 1L));
    }

    /** Empty, {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure} or {@code on-failure:n}. */
    public String restart() {
        return view().text("restart");
    }

    public List<String> profiles() {
        return view().texts("profiles");
    }

    public String containerName() {
        return view().text("container_name");
    }

    public String hostname() {
        return view().text("hostname");
    }

    public String domainName() {
        return view().text("domainname");
    }

    public String user() {
        return view().text("user");
    }

    public List<String> groupAdd() {
        return view().texts("group_add");
    }

    public String workingDir() {
        return view().text("working_dir");
    }

    public boolean privileged() {
        return view().flag("privileged");
    }

    public boolean readOnly() {
        return view().flag("read_only");
    }

    public boolean tty() {
        return view().flag("tty");
    }

    public boolean stdinOpen() {
        return view().flag("stdin_open");
    }

    public @Nullable Boolean init() {
        return view().flagOrNull("init");
    }

    /** Whether {@code up} shows its output. */
    public boolean attach() {
        return view().on("attach");
    }

    public List<String> capAdd() {
        return view().texts("cap_add");
    }

    public List<String> capDrop() {
        return view().texts("cap_drop");
    }

    public List<String> securityOpt() {
        return view().texts("security_opt");
    }

    public Map<String, String> sysctls() {
        return view().textByKey("sysctls");
    }

    public List<Ulimit> ulimits() {
        return Ulimits.of(view());
    }

    public List<Device> devices() {
        return view().structs("devices", Device::of);
    }

    public List<String> deviceCgroupRules() {
        return view().texts("device_cgroup_rules");
    }

    public List<DeviceRequest> gpus() {
        return view().structs("gpus", DeviceRequest::of);
    }

    public List<String> dns() {
        return view().texts("dns");
    }

    public List<String> dnsOpt() {
        return view().texts("dns_opt");
    }

    public List<String> dnsSearch() {
        return view().texts("dns_search");
    }

    /** {@code host=address}. */
    public List<String> extraHosts() {
        return view().texts("extra_hosts");
    }

    /** {@code service} or {@code service:alias}. */
    public List<String> links() {
        return view().texts("links");
    }

    public List<String> externalLinks() {
        return view().texts("external_links");
    }

    public @Nullable Logging logging() {
        return view().struct("logging", Logging::of);
    }

    public @Nullable Blkio blkio() {
        return view().struct("blkio_config", Blkio::of);
    }

    /** CPUs as a fraction. */
    public BigDecimal cpus() {
        return view().decimal("cpus");
    }

    public String cpuset() {
        return view().text("cpuset");
    }

    /** One of {@code cpu_count}, {@code cpu_period}, {@code cpu_quota}, {@code cpu_shares} and the like. */
    public long number(String key) {
        return view().number(key);
    }

    /** One of {@code mem_limit}, {@code mem_reservation}, {@code memswap_limit}, {@code shm_size}, in bytes. */
    public long bytes(String key) {
        return view().bytes(key);
    }

    /** A key of plain text that has no method of its own, such as {@code ipc} or {@code userns_mode}. */
    public String text(String key) {
        return view().text(key);
    }

    /** A key that is on or off and has no method of its own, such as {@code oom_kill_disable}. */
    public boolean flag(String key) {
        return view().flag(key);
    }

    public Map<String, String> storageOpt() {
        return view().textByKey("storage_opt");
    }

    public String stopSignal() {
        return view().text("stop_signal");
    }

    public @Nullable Duration stopGracePeriod() {
        return view().duration("stop_grace_period");
    }

    public String pullPolicy() {
        return view().text("pull_policy");
    }

    public String platform() {
        return view().text("platform");
    }

    public String runtime() {
        return view().text("runtime");
    }

    public String macAddress() {
        return view().text("mac_address");
    }

    public List<Hook> preStart() {
        return view().structs("pre_start", Hook::of);
    }

    public List<Hook> postStart() {
        return view().structs("post_start", Hook::of);
    }

    public List<Hook> preStop() {
        return view().structs("pre_stop", Hook::of);
    }

    public @Nullable Provider provider() {
        return view().struct("provider", Provider::of);
    }

    /** By the model's key. */
    public Map<String, ModelUse> models() {
        return view().structByKey("models", ModelUse::of);
    }
}
