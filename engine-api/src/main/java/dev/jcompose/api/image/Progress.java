package dev.jcompose.api.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of the stream that pull, push, load, import and build answer.
 *
 * @param id the layer or tag it is about; empty for the whole
 * @param stream text of a build
 * @param aux a result for programs: {@code {"ID": "sha256:…"}} or a push's digest
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Progress(
        @JsonProperty("stream") String stream,
        @JsonProperty("status") String status,
        @JsonProperty("progressDetail") @Nullable Detail progressDetail,
        @JsonProperty("id") String id,
        @JsonProperty("errorDetail") @Nullable ErrorDetail errorDetail,
        @JsonProperty("error") String error,
        @JsonProperty("aux") @Nullable Object aux) {

    /** Bytes; 0 where unknown. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Detail(
            @JsonProperty("current") long current,
            @JsonProperty("total") long total) {}

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record ErrorDetail(
            @JsonProperty("code") int code,
            @JsonProperty("message") String message) {}

    public static Progress status(String status) {
        return new Progress("", status, null, "", null, "", null);
    }

    public static Progress layer(String id, String status) {
        return new Progress("", status, new Detail(0, 0), id, null, "", null);
    }

    public static Progress layer(String id, String status, long current, long total) {
        return new Progress("", status, new Detail(current, total), id, null, "", null);
    }

    public static Progress stream(String text) {
        return new Progress(text, "", null, "", null, "", null);
    }

    public static Progress error(String message) {
        return error(0, message);
    }

    /** @param code which the docker command ends with too; 0: it chooses */
    public static Progress error(int code, String message) {
        return new Progress("", "", null, "", new ErrorDetail(code, message), message, null);
    }

    public static Progress aux(Object value) {
        return new Progress("", "", null, "", null, "", value);
    }
}
