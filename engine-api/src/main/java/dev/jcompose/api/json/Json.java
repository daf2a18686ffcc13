package dev.jcompose.api.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.jcompose.api.error.EngineException;
import dev.jcompose.api.error.ErrorKind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Docker's wire format. Names are UPPER_CAMEL unless a record says otherwise; unknown members are passed over, as Docker does;
 * an absent string, list or map reads as Go's zero value (empty), except where the component is declared nullable and
 * annotated {@code @JsonSetter(nulls = Nulls.SET)}; times are RFC 3339.
 */
public final class Json {
    /** Go's zero time, which Docker prints where there is no time yet. */
    public static final Instant ZERO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    public static final ObjectMapper DOCKER = mapper(false);

    /** Go's clients may write the names of members in any case, and some do. Only requests are read so: it costs a little. */
    private static final class AnyCase {
        static final ObjectMapper DOCKER = mapper(true);
    }

    /** The daemon has the memory for a tree of so many. */
    private static final long MOST_TOKENS_OF_A_REQUEST = 2_000_000;

    private Json() {}

    private static ObjectMapper mapper(boolean anyCase) {
        long most = anyCase ? MOST_TOKENS_OF_A_REQUEST : Long.MAX_VALUE;
        var bounds = StreamReadConstraints.builder().maxTokenCount(most).build();
        var mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(bounds).build())
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .configure(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES, anyCase)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                .addModule(new SimpleModule("times")
                        .addSerializer(Instant.class, new InstantJson.Writer())
                        .addDeserializer(Instant.class, new InstantJson.Reader()))
                .build();
        var zeroValue = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        for (Class<?> type : List.of(String.class, List.class, Map.class, Set.class)) {
            mapper.configOverride(type).setSetterInfo(zeroValue);
        }
        return mapper;
    }

    /** Throws INVALID with the place of the first fault. */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, DOCKER.readerFor(type));
    }

    /** As {@link #read(byte[], Class)}, with the names of members in any case. */
    public static <T> T readAnyCase(byte[] json, Class<T> type) {
        return read(json, AnyCase.DOCKER.readerFor(type));
    }

    /** As {@link #read(byte[], Class)}, for a generic type. */
    public static <T> T read(byte[] json, TypeReference<T> type) {
        return read(json, DOCKER.readerFor(type));
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T read(byte[] json, ObjectReader reader) {
        try {
            return reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + place(e), e);
        } catch (IOException e) {
            throw new EngineException(ErrorKind.INVALID, "invalid JSON: " + e.getMessage(), e);
        }
    }

    public static byte[] write(Object value) {
        try {
            return DOCKER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    ErrorKind.INTERNAL,
                    "cannot write " + value.getClass().getSimpleName() + " as JSON: " + e.getOriginalMessage(),
                    e);
        }
    }

    private static String place(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null
                ? e.getOriginalMessage()
                : "line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage());
    }
}
