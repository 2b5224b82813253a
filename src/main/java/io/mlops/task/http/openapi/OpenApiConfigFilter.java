package io.mlops.task.http.openapi;

import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.pipeline.Pipelines;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** Adds the configuration keys of the pipelines to the form of an upload and to the JSON of a submission. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiConfigFilter implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Schema upload = required(api.getComponents().getSchemas().get("Upload"));
        Schema json = required(required(api.getComponents().getSchemas().get("PathRequest"))
                .getProperties()
                .get("config"));
        List<Pipeline> pipelines = Pipelines.withoutModels();
        for (Pipeline pipeline : pipelines) {
            for (ConfigKey key : pipeline.schema().keys()) {
                if (key.type() != ConfigKey.Type.SECTION) {
                    add(upload, pipeline, key, isAlwaysChecked(key, pipelines));
                }
                add(json, pipeline, key, isAlwaysChecked(key, pipelines));
            }
        }
    }

    /** Whether no pipeline accepts the key with any value because it ignores it. */
    private static boolean isAlwaysChecked(ConfigKey key, List<Pipeline> pipelines) {
        return pipelines.stream()
                .map(Pipeline::schema)
                .filter(ConfigSchema::ignoresUnknownKeys)
                .allMatch(schema ->
                        schema.keys().stream().anyMatch(other -> other.name().equals(key.name())));
    }

    /**
     * Describes a key, once for each pipeline that has it.
     *
     * @param checked whether the schema restricts its values; otherwise only the description names them
     */
    private static void add(Schema object, Pipeline pipeline, ConfigKey key, boolean checked) {
        Map<String, Schema> properties = object.getProperties();
        Schema other = properties == null ? null : properties.get(key.name());
        Schema property = property(key, checked);
        String description = pipeline.name() + ": " + property.getDescription();
        property.setDescription(other == null ? description : other.getDescription() + "; " + description);
        object.addProperty(key.name(), property);
    }

    private static Schema property(ConfigKey key, boolean checked) {
        Schema schema = (checked ? type(key) : OASFactory.createSchema()).description(description(key));
        Map<String, Schema> nested = new LinkedHashMap<>();
        key.keys().forEach(one -> nested.put(one.name(), property(one, checked)));
        if (!nested.isEmpty()) {
            schema.setProperties(nested);
        }
        return schema;
    }

    private static String description(ConfigKey key) {
        String value = key.required() ? "required" : "default: " + key.defaultValue();
        String range = key.range().isEmpty() ? "" : key.range() + "; ";
        return key.doc() + " (" + range + value + ")";
    }

    private static Schema type(ConfigKey key) {
        return switch (key.type()) {
            case INTEGER -> bounded(SchemaType.INTEGER, key);
            case NUMBER -> bounded(SchemaType.NUMBER, key);
            case STRING -> string();
            case CHOICE -> OASFactory.createSchema().addType(SchemaType.STRING).enumeration(List.copyOf(key.choices()));
            case STRINGS -> oneOrMore(string());
            case INTEGERS -> oneOrMore(bounded(SchemaType.INTEGER, key));
            case NUMBERS -> oneOrMore(bounded(SchemaType.NUMBER, key));
            case STRING_OR_INTEGER -> stringOrInteger();
            case STRINGS_OR_INTEGERS -> oneOrMore(stringOrInteger());
            case STRINGS_OR_NUMBERS ->
                anyNumber(OASFactory.createSchema()
                        .anyOf(List.of(string(), OASFactory.createSchema().addType(SchemaType.NUMBER))));
            case SECTION -> OASFactory.createSchema().addType(SchemaType.OBJECT);
        };
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING).maxLength(ConfigKey.MAX_LENGTH);
    }

    private static Schema stringOrInteger() {
        return OASFactory.createSchema()
                .anyOf(List.of(
                        string(),
                        OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ZERO)));
    }

    private static Schema bounded(SchemaType type, ConfigKey key) {
        return OASFactory.createSchema()
                .addType(type)
                .minimum(decimal(key.min()))
                .maximum(decimal(key.max()));
    }

    private static @Nullable BigDecimal decimal(@Nullable Number bound) {
        return bound == null ? null : new BigDecimal(bound.toString());
    }

    private static Schema oneOrMore(Schema item) {
        return OASFactory.createSchema().anyOf(List.of(item, list(item).minItems(1)));
    }

    private static Schema anyNumber(Schema item) {
        return OASFactory.createSchema().anyOf(List.of(item, list(item)));
    }

    private static Schema list(Schema item) {
        return OASFactory.createSchema().addType(SchemaType.ARRAY).items(item).maxItems(ConfigKey.MAX_ITEMS);
    }

    private static Schema required(@Nullable Schema schema) {
        return Objects.requireNonNull(schema);
    }
}
