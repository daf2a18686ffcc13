package dev.jcompose.engine.cdi;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jcompose.api.error.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** One file of CDI: a kind of device, {@code vendor.com/class}, and the devices of it. */
record CdiFile(
        String cdiVersion,
        String kind,
        Map<String, Object> annotations,
        List<Device> devices,
        ContainerEdits containerEdits) {

    private static final ObjectMapper MAPPER = mapper();

    CdiFile {
        containerEdits = containerEdits == null ? ContainerEdits.NONE : containerEdits;
    }

    /** {@code containerEdits} are for this device alone, beside those of the file, which are for each. */
    record Device(String name, Map<String, Object> annotations, ContainerEdits containerEdits) {
        Device {
            containerEdits = containerEdits == null ? ContainerEdits.NONE : containerEdits;
        }
    }

    private static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        var empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        for (Class<?> type : List.of(String.class, List.class, Map.class)) {
            mapper.configOverride(type).setSetterInfo(empty);
        }
        return mapper;
    }

    /** JSON, or YAML where the name ends so. INVALID with the file and the place in it where it cannot be used. */
    static CdiFile read(Path file) {
        try {
            JsonNode tree = file.toString().endsWith(".json")
                    ? MAPPER.readTree(Files.readAllBytes(file))
                    : MAPPER.valueToTree(yaml().load(Files.readString(file)));
            CdiFile read = tree.isObject() ? MAPPER.treeToValue(tree, CdiFile.class) : null;
            if (read == null) {
                throw fault(file, "an object with cdiVersion, kind and devices is expected");
            }
            read.check(file);
            return read;
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw fault(file, mark == null ? "" : place(mark.getLine() + 1, mark.getColumn() + 1), e.getProblem());
        } catch (JsonMappingException e) {
            throw fault(file, path(e) + ": ", wrong(e));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw fault(file, at == null ? "" : place(at.getLineNr(), at.getColumnNr()), e.getOriginalMessage());
        } catch (IOException | YAMLException e) {
            throw fault(file, "cannot be read: " + e.getMessage());
        }
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    private static String place(int line, int column) {
        return line + ":" + column + ": ";
    }

    /** {@code devices[0].containerEdits.mounts}. */
    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String wrong(JsonMappingException e) {
        return e instanceof UnrecognizedPropertyException
                ? "CDI knows no such member"
                : "a value of another kind is expected here";
    }

    private void check(Path file) {
        if (cdiVersion.isEmpty()) {
            throw fault(file, "cdiVersion is missing");
        }
        if (!DeviceName.KIND.matcher(kind).matches()) {
            throw fault(file, "kind: '" + kind + "' is not of the form vendor.com/class");
        }
        if (devices.isEmpty()) {
            throw fault(file, "devices: at least one is needed");
        }
        check(file, "containerEdits", containerEdits);
        Set<String> names = new HashSet<>();
        for (Device each : devices) {
            if (!DeviceName.is(kind + "=" + each.name())) {
                throw fault(file, "devices: '" + each.name() + "' is no name of a device");
            }
            if (!names.add(each.name())) {
                throw fault(file, "devices: '" + each.name() + "' is there twice");
            }
            check(file, "device " + each.name(), each.containerEdits());
        }
    }

    private static void check(Path file, String where, ContainerEdits edits) {
        for (String each : edits.env()) {
            if (each.indexOf('=') < 1) {
                throw fault(file, where + ": env: '" + each + "' is not NAME=value");
            }
        }
        edits.deviceNodes().forEach(each -> absolute(file, where + ": deviceNodes", each.path(), each.source()));
        edits.mounts().forEach(each -> absolute(file, where + ": mounts", each.containerPath()));
        edits.hooks().forEach(each -> absolute(file, where + ": hooks", each.path()));
    }

    private static void absolute(Path file, String where, String... paths) {
        for (String path : paths) {
            if (!path.startsWith("/")) {
                throw fault(file, where + ": '" + path + "' is not an absolute path");
            }
        }
    }

    private static EngineException fault(Path file, String message) {
        return fault(file, "", message);
    }

    private static EngineException fault(Path file, String place, String message) {
        return EngineException.invalid(file + ":" + (place.isEmpty() ? " " : place) + message);
    }
}
