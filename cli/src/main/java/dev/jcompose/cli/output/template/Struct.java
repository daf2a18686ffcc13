package dev.jcompose.cli.output.template;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * A value whose fields have an order of their own, also as JSON, where those of maps are sorted. By itself it is printed without
 * their names: <code>{0.0.0.0 80}</code>.
 */
@JsonSerialize(using = Struct.InOrder.class)
public final class Struct extends AbstractMap<String, Object> {
    private final Map<String, Object> fields;

    /** @param fields in their order */
    public Struct(Map<String, Object> fields) {
        this.fields = fields;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return fields.entrySet();
    }

    static final class InOrder extends JsonSerializer<Struct> {
        @Override
        public void serialize(Struct struct, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            for (Entry<String, Object> field : struct.entrySet()) {
                json.writeObjectField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        }
    }
}
