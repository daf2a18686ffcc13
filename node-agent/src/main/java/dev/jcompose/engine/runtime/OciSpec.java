package dev.jcompose.engine.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code config.json} of an OCI bundle, as far as Docker's containers use it. Null and empty members are left out. */
public record OciSpec(
        String ociVersion,
        Process process,
        Root root,
        String hostname,
        String domainname,
        List<Mount> mounts,
        Linux linux,
        Map<String, List<Hook>> hooks,
        Map<String, String> annotations) {

    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

    public byte[] json() {
        return json(this);
    }

    static byte[] json(Object part) {
        try {
            return JSON.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T read(byte[] json, Class<T> type) throws IOException {
        return JSON.readValue(json, type);
    }

    public record Root(String path, boolean readonly) {}

    public record Process(
            boolean terminal,
            @Nullable ConsoleSize consoleSize,
            User user,
            List<String> args,
            List<String> env,
            String cwd,
            @Nullable Capabilities capabilities,
            List<Rlimit> rlimits,
            boolean noNewPrivileges,
            @Nullable String apparmorProfile,
            @Nullable Integer oomScoreAdj) {
        /** The same as another user, in another environment. */
        Process with(User user, List<String> env) {
            return new Process(
                    terminal,
                    consoleSize,
                    user,
                    args,
                    env,
                    cwd,
                    capabilities,
                    rlimits,
                    noNewPrivileges,
                    apparmorProfile,
                    oomScoreAdj);
        }

        public byte[] json() {
            return OciSpec.json(this);
        }
    }

    public record ConsoleSize(int height, int width) {}

    public record User(int uid, int gid, List<Integer> additionalGids) {}

    public record Capabilities(
            List<String> bounding, List<String> effective, List<String> permitted, List<String> inheritable) {}

    public record Rlimit(String type, long hard, long soft) {}

    public record Mount(String destination, String type, String source, List<String> options) {}

    /** A program of the host that the runtime runs at one of its steps. {@code timeout} is seconds. */
    public record Hook(
            String path,
            List<String> args,
            List<String> env,
            @Nullable Integer timeout) {}

    public record Linux(
            String cgroupsPath,
            List<Namespace> namespaces,
            List<Device> devices,
            Resources resources,
            Map<String, String> sysctl,
            @Nullable Seccomp seccomp,
            List<String> maskedPaths,
            List<String> readonlyPaths,
            @Nullable String rootfsPropagation) {}

    /** {@code path} null makes a new one. */
    public record Namespace(String type, @Nullable String path) {}

    public record Device(
            String path,
            String type,
            long major,
            long minor,
            @Nullable Integer fileMode,
            int uid,
            int gid) {}

    public record Resources(
            List<DeviceRule> devices,
            @Nullable Memory memory,
            @Nullable Cpu cpu,
            @Nullable Pids pids,
            @Nullable BlockIo blockIO) {
        public byte[] json() {
            return OciSpec.json(this);
        }
    }

    public record DeviceRule(
            boolean allow,
            @Nullable String type,
            @Nullable Long major,
            @Nullable Long minor,
            @Nullable String access) {}

    public record Memory(
            @Nullable Long limit,
            @Nullable Long reservation,
            @Nullable Long swap,
            @Nullable Long swappiness,
            @Nullable Boolean disableOOMKiller) {}

    public record Cpu(
            @Nullable Long shares,
            @Nullable Long quota,
            @Nullable Long period,
            @Nullable Long realtimeRuntime,
            @Nullable Long realtimePeriod,
            String cpus,
            String mems) {}

    public record Pids(long limit) {}

    public record BlockIo(
            List<Throttle> throttleReadBpsDevice,
            List<Throttle> throttleWriteBpsDevice,
            @JsonProperty("throttleReadIOPSDevice") List<Throttle> throttleReadIops,
            @JsonProperty("throttleWriteIOPSDevice") List<Throttle> throttleWriteIops) {}

    public record Throttle(long major, long minor, long rate) {}

    public record Seccomp(
            String defaultAction,
            @Nullable Integer defaultErrnoRet,
            List<String> architectures,
            List<String> flags,
            List<Syscall> syscalls) {}

    public record Syscall(
            List<String> names, String action, @Nullable Integer errnoRet, List<Argument> args) {}

    public record Argument(int index, long value, long valueTwo, String op) {}
}
