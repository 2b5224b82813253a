package io.mlops.task.http.openapi;

import io.mlops.task.http.predict.BinaryTensorCodec;
import io.mlops.task.http.problem.ProblemDetails;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes the API's description: each operation declares its problems in an extension {@code x-problems}; they become
 * responses, each with an example.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiProblemFilter implements OASFilter {
    private static final List<ProblemDetails.Type> EVERYWHERE = List.of(
            ProblemDetails.Type.INVALID_REQUEST,
            ProblemDetails.Type.UNAUTHORIZED,
            ProblemDetails.Type.FORBIDDEN,
            ProblemDetails.Type.TOO_MANY_ATTEMPTS,
            ProblemDetails.Type.URI_TOO_LONG,
            ProblemDetails.Type.HEADERS_TOO_LARGE,
            ProblemDetails.Type.NOT_ACCEPTABLE,
            ProblemDetails.Type.MISDIRECTED_REQUEST);

    private static final List<ProblemDetails.Type> WITH_BODY =
            List.of(ProblemDetails.Type.TOO_LARGE, ProblemDetails.Type.UNSUPPORTED_TYPE);

    private static final String EXTENSION = "x-problems";

    /** Its operations are described by the health extension. */
    private static final String HEALTH = "/health";

    /** Headers that several operations read as text. */
    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (BinaryTensorCodec.HEADER_LENGTH.equals(parameter.getName())) {
            parameter.setDescription("Bytes of the JSON; binary tensors follow");
            parameter.setSchema(
                    OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ZERO));
        }
        return parameter;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (!path.startsWith(HEALTH)) {
                item.getOperations().forEach(OpenApiProblemFilter::describe);
            }
        });
        // an annotation cannot say that the numbers of a series may be null
        Schema series = Objects.requireNonNull(api.getComponents().getSchemas().get("Series"));
        Schema columns = Objects.requireNonNull(series.getProperties().get("columns"));
        columns.getAdditionalPropertiesSchema().getItems().addType(SchemaType.NULL);
    }

    private static void describe(PathItem.HttpMethod method, Operation operation) {
        Set<ProblemDetails.Type> types = EnumSet.noneOf(ProblemDetails.Type.class);
        types.addAll(declared(operation));
        types.addAll(EVERYWHERE);
        if (operation.getRequestBody() != null) {
            types.addAll(WITH_BODY);
        }
        if (method != PathItem.HttpMethod.GET) {
            types.add(ProblemDetails.Type.CROSS_SITE);
        }
        Map<Integer, List<ProblemDetails.Type>> byStatus = new LinkedHashMap<>();
        for (ProblemDetails.Type type : types) {
            byStatus.computeIfAbsent(type.status(), status -> new ArrayList<>()).add(type);
        }
        byStatus.forEach((status, same) -> operation.getResponses().addAPIResponse(status.toString(), response(same)));
    }

    private static List<ProblemDetails.Type> declared(Operation operation) {
        Object codes = operation.getExtensions() == null
                ? null
                : operation.getExtensions().get(EXTENSION);
        List<ProblemDetails.Type> types = new ArrayList<>();
        if (codes != null) {
            operation.removeExtension(EXTENSION);
            for (String code : codes.toString().split(",\\s*", -1)) {
                types.add(ProblemDetails.Type.valueOf(
                        code.toUpperCase(Locale.ROOT).replace('-', '_')));
            }
        }
        return types;
    }

    private static APIResponse response(List<ProblemDetails.Type> types) {
        MediaType media =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        List<String> titles = new ArrayList<>();
        for (ProblemDetails.Type type : types) {
            titles.add(type.title());
            media.addExample(type.label(), OASFactory.createExample().value(example(type)));
        }
        Content content = OASFactory.createContent().addMediaType(ProblemDetails.MEDIA_TYPE, media);
        APIResponse response = OASFactory.createAPIResponse()
                .description(String.join("; ", titles))
                .content(content);
        if (types.contains(ProblemDetails.Type.QUEUE_FULL)
                || types.contains(ProblemDetails.Type.NOT_READY)
                || types.contains(ProblemDetails.Type.INSUFFICIENT_STORAGE)) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description(
                                    "Seconds, estimated from recent run times; a minute if storage is insufficient"));
        }
        return response;
    }

    private static Map<String, Object> example(ProblemDetails.Type type) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", type.type());
        example.put("title", type.title());
        example.put("status", type.status());
        return example;
    }
}
