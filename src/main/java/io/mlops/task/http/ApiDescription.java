package io.mlops.task.http;

import io.mlops.task.http.Problem.Kind;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** Completes the API's description: which problems each operation may answer with, each with an example. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final List<Kind> EVERYWHERE = List.of(Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.NOT_ACCEPTABLE);

    private static final List<Kind> PREDICTIONS = List.of(
            Kind.INVALID_REQUEST,
            Kind.TOO_LARGE,
            Kind.UNSUPPORTED_TYPE,
            Kind.INVALID_ROWS,
            Kind.TOO_MANY_UPLOADS,
            Kind.NO_MODEL,
            Kind.MODEL_UNREADABLE);

    private static final List<Kind> INFERENCES = List.of(
            Kind.INVALID_REQUEST,
            Kind.NOT_FOUND,
            Kind.TOO_LARGE,
            Kind.UNSUPPORTED_TYPE,
            Kind.INVALID_ROWS,
            Kind.TOO_MANY_UPLOADS,
            Kind.NO_MODEL,
            Kind.MODEL_UNREADABLE);

    private static final List<Kind> CHANGES =
            List.of(Kind.INVALID_REQUEST, Kind.NOT_FOUND, Kind.CONFLICT, Kind.TOO_MANY_UPLOADS, Kind.MODEL_UNREADABLE);

    private static final Map<String, List<Kind>> PROBLEMS = Map.ofEntries(
            Map.entry(
                    "submitRun",
                    List.of(
                            Kind.INVALID_REQUEST,
                            Kind.TOO_LARGE,
                            Kind.UNSUPPORTED_TYPE,
                            Kind.INVALID_CONFIG,
                            Kind.INVALID_INPUT,
                            Kind.KEY_REUSED,
                            Kind.QUEUE_FULL,
                            Kind.TOO_MANY_UPLOADS,
                            Kind.DISK_LOW)),
            Map.entry("listRuns", List.of(Kind.INVALID_REQUEST)),
            Map.entry("getRun", List.of(Kind.NOT_FOUND)),
            Map.entry("deleteRun", List.of(Kind.NOT_FOUND, Kind.CONFLICT)),
            Map.entry(
                    "setLabels",
                    List.of(
                            Kind.INVALID_REQUEST,
                            Kind.NOT_FOUND,
                            Kind.TOO_LARGE,
                            Kind.UNSUPPORTED_TYPE,
                            Kind.TOO_MANY_UPLOADS)),
            Map.entry("getMetrics", List.of(Kind.NOT_FOUND, Kind.NOT_READY)),
            Map.entry("getConfig", List.of(Kind.NOT_FOUND)),
            Map.entry("getInput", List.of(Kind.NOT_FOUND, Kind.RANGE_NOT_SATISFIABLE)),
            Map.entry(
                    "getLog",
                    List.of(Kind.INVALID_REQUEST, Kind.NOT_FOUND, Kind.RANGE_NOT_SATISFIABLE, Kind.TOO_MANY_STREAMS)),
            Map.entry(
                    "getSeries", List.of(Kind.INVALID_REQUEST, Kind.NOT_FOUND, Kind.NOT_READY, Kind.TOO_MANY_STREAMS)),
            Map.entry("listArtifacts", List.of(Kind.NOT_FOUND)),
            Map.entry("getArtifact", List.of(Kind.NOT_FOUND, Kind.RANGE_NOT_SATISFIABLE)),
            Map.entry("predict", PREDICTIONS),
            Map.entry(
                    "batchPredict",
                    List.of(
                            Kind.INVALID_REQUEST,
                            Kind.TOO_LARGE,
                            Kind.UNSUPPORTED_TYPE,
                            Kind.INVALID_CONFIG,
                            Kind.INVALID_ROWS,
                            Kind.QUEUE_FULL,
                            Kind.TOO_MANY_UPLOADS,
                            Kind.NO_MODEL,
                            Kind.MODEL_UNREADABLE,
                            Kind.DISK_LOW)),
            Map.entry("listModels", List.of(Kind.MODEL_UNREADABLE)),
            Map.entry("getModel", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("getModelVersion", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("getModelCard", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("getModelPlots", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("getModelMetrics", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("getDrift", List.of(Kind.NOT_FOUND, Kind.NO_MODEL, Kind.MODEL_UNREADABLE)),
            Map.entry(
                    "postActuals",
                    List.of(
                            Kind.INVALID_REQUEST,
                            Kind.NOT_FOUND,
                            Kind.TOO_LARGE,
                            Kind.UNSUPPORTED_TYPE,
                            Kind.INVALID_ROWS,
                            Kind.TOO_MANY_UPLOADS,
                            Kind.MODEL_UNREADABLE)),
            Map.entry(
                    "retrain",
                    List.of(
                            Kind.INVALID_REQUEST,
                            Kind.NOT_FOUND,
                            Kind.CONFLICT,
                            Kind.INVALID_CONFIG,
                            Kind.INVALID_INPUT,
                            Kind.QUEUE_FULL,
                            Kind.TOO_MANY_UPLOADS,
                            Kind.DISK_LOW)),
            Map.entry("promoteModel", CHANGES),
            Map.entry("rollbackModel", CHANGES),
            Map.entry("v2Ready", List.of(Kind.NO_MODEL, Kind.MODEL_UNREADABLE)),
            Map.entry("v2Server", List.of()),
            Map.entry("v2Live", List.of()),
            Map.entry("v2Model", List.of(Kind.NOT_FOUND, Kind.NO_MODEL, Kind.MODEL_UNREADABLE)),
            Map.entry("v2ModelVersion", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("v2ModelReady", List.of(Kind.NOT_FOUND, Kind.NO_MODEL, Kind.MODEL_UNREADABLE)),
            Map.entry("v2ModelVersionReady", List.of(Kind.NOT_FOUND, Kind.MODEL_UNREADABLE)),
            Map.entry("v2InferVersion", INFERENCES),
            Map.entry("v2Infer", INFERENCES),
            Map.entry("listInputs", List.of()),
            Map.entry("describeConfig", List.of(Kind.INVALID_REQUEST, Kind.NOT_FOUND, Kind.INVALID_CONFIG)),
            Map.entry("cancelRun", List.of(Kind.NOT_FOUND, Kind.CONFLICT)),
            Map.entry(
                    "rerun",
                    List.of(
                            Kind.INVALID_REQUEST,
                            Kind.NOT_FOUND,
                            Kind.CONFLICT,
                            Kind.INPUT_GONE,
                            Kind.KEY_REUSED,
                            Kind.QUEUE_FULL,
                            Kind.DISK_LOW)),
            Map.entry("compareRuns", List.of(Kind.INVALID_REQUEST, Kind.NOT_FOUND)));

    /** What headers mean that several calls read as text. */
    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (BinaryTensors.HEADER_LENGTH.equals(parameter.getName())) {
            parameter.setDescription("Bytes of the JSON; binary tensors follow");
            parameter.setSchema(
                    OASFactory.createSchema().addType(SchemaType.INTEGER).minimum(BigDecimal.ZERO));
        } else if (HttpHeaders.CONTENT_ENCODING.equals(parameter.getName())) {
            parameter.getSchema().setEnumeration(List.of("gzip", "deflate"));
        }
        return parameter;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        for (PathItem path : api.getPaths().getPathItems().values()) {
            path.getOperations().forEach(ApiDescription::describe);
        }
        // an annotation cannot say that the numbers of a series may be null
        Schema series = Objects.requireNonNull(api.getComponents().getSchemas().get("Series"));
        Schema columns = Objects.requireNonNull(series.getProperties().get("columns"));
        columns.getAdditionalPropertiesSchema().getItems().addType(SchemaType.NULL);
    }

    private static void describe(PathItem.HttpMethod method, Operation operation) {
        List<Kind> own = PROBLEMS.get(String.valueOf(operation.getOperationId()));
        if (own == null) {
            return;
        }
        List<Kind> kinds = new ArrayList<>(own);
        kinds.addAll(EVERYWHERE);
        if (method != PathItem.HttpMethod.GET) {
            kinds.add(Kind.CROSS_SITE);
        }
        Map<Integer, List<Kind>> byStatus = new LinkedHashMap<>();
        for (Kind kind : kinds) {
            byStatus.computeIfAbsent(kind.status(), status -> new ArrayList<>()).add(kind);
        }
        byStatus.forEach((status, same) -> operation.getResponses().addAPIResponse(status.toString(), response(same)));
    }

    private static APIResponse response(List<Kind> kinds) {
        MediaType media =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        List<String> titles = new ArrayList<>();
        for (Kind kind : kinds) {
            titles.add(kind.title());
            media.addExample(kind.word(), OASFactory.createExample().value(example(kind)));
        }
        Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, media);
        APIResponse response = OASFactory.createAPIResponse()
                .description(String.join("; ", titles))
                .content(content);
        if (kinds.contains(Kind.QUEUE_FULL) || kinds.contains(Kind.NOT_READY) || kinds.contains(Kind.DISK_LOW)) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds, by the run times measured lately; a minute where the disk is low"));
        }
        return response;
    }

    private static Map<String, Object> example(Kind kind) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", kind.type());
        example.put("title", kind.title());
        example.put("status", kind.status());
        return example;
    }
}
