package io.mlops.task.http.openapi;

import io.mlops.task.http.predict.BinaryTensorCodec;
import io.mlops.task.http.problem.ProblemDetails;
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
public final class OpenApiProblemFilter implements OASFilter {
    private static final List<ProblemDetails.Type> EVERYWHERE = List.of(
            ProblemDetails.Type.UNAUTHORIZED, ProblemDetails.Type.FORBIDDEN, ProblemDetails.Type.NOT_ACCEPTABLE);

    private static final List<ProblemDetails.Type> PREDICTIONS = List.of(
            ProblemDetails.Type.INVALID_REQUEST,
            ProblemDetails.Type.TOO_LARGE,
            ProblemDetails.Type.UNSUPPORTED_TYPE,
            ProblemDetails.Type.INVALID_ROWS,
            ProblemDetails.Type.TOO_MANY_UPLOADS,
            ProblemDetails.Type.NO_MODEL,
            ProblemDetails.Type.MODEL_UNREADABLE);

    private static final List<ProblemDetails.Type> INFERENCES = List.of(
            ProblemDetails.Type.INVALID_REQUEST,
            ProblemDetails.Type.NOT_FOUND,
            ProblemDetails.Type.TOO_LARGE,
            ProblemDetails.Type.UNSUPPORTED_TYPE,
            ProblemDetails.Type.INVALID_ROWS,
            ProblemDetails.Type.TOO_MANY_UPLOADS,
            ProblemDetails.Type.NO_MODEL,
            ProblemDetails.Type.MODEL_UNREADABLE);

    private static final List<ProblemDetails.Type> CHANGES = List.of(
            ProblemDetails.Type.INVALID_REQUEST,
            ProblemDetails.Type.NOT_FOUND,
            ProblemDetails.Type.CONFLICT,
            ProblemDetails.Type.TOO_MANY_UPLOADS,
            ProblemDetails.Type.MODEL_UNREADABLE);

    private static final Map<String, List<ProblemDetails.Type>> PROBLEMS = Map.ofEntries(
            Map.entry(
                    "submitRun",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.TOO_LARGE,
                            ProblemDetails.Type.UNSUPPORTED_TYPE,
                            ProblemDetails.Type.INVALID_CONFIG,
                            ProblemDetails.Type.INVALID_INPUT,
                            ProblemDetails.Type.KEY_REUSED,
                            ProblemDetails.Type.QUEUE_FULL,
                            ProblemDetails.Type.TOO_MANY_UPLOADS,
                            ProblemDetails.Type.DISK_LOW)),
            Map.entry("listRuns", List.of(ProblemDetails.Type.INVALID_REQUEST)),
            Map.entry("getRun", List.of(ProblemDetails.Type.NOT_FOUND)),
            Map.entry("deleteRun", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.CONFLICT)),
            Map.entry(
                    "setLabels",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.TOO_LARGE,
                            ProblemDetails.Type.UNSUPPORTED_TYPE,
                            ProblemDetails.Type.TOO_MANY_UPLOADS)),
            Map.entry("getMetrics", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.NOT_READY)),
            Map.entry("getConfig", List.of(ProblemDetails.Type.NOT_FOUND)),
            Map.entry("getInput", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.RANGE_NOT_SATISFIABLE)),
            Map.entry(
                    "getLog",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.RANGE_NOT_SATISFIABLE,
                            ProblemDetails.Type.TOO_MANY_STREAMS)),
            Map.entry(
                    "getSeries",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.NOT_READY,
                            ProblemDetails.Type.TOO_MANY_STREAMS)),
            Map.entry("listArtifacts", List.of(ProblemDetails.Type.NOT_FOUND)),
            Map.entry("getArtifact", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.RANGE_NOT_SATISFIABLE)),
            Map.entry("predict", PREDICTIONS),
            Map.entry(
                    "batchPredict",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.TOO_LARGE,
                            ProblemDetails.Type.UNSUPPORTED_TYPE,
                            ProblemDetails.Type.INVALID_CONFIG,
                            ProblemDetails.Type.INVALID_ROWS,
                            ProblemDetails.Type.QUEUE_FULL,
                            ProblemDetails.Type.TOO_MANY_UPLOADS,
                            ProblemDetails.Type.NO_MODEL,
                            ProblemDetails.Type.MODEL_UNREADABLE,
                            ProblemDetails.Type.DISK_LOW)),
            Map.entry("listModels", List.of(ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("getModel", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("getModelVersion", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("getModelCard", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("getModelPlots", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("getModelMetrics", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry(
                    "getDrift",
                    List.of(
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.NO_MODEL,
                            ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry(
                    "postActuals",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.TOO_LARGE,
                            ProblemDetails.Type.UNSUPPORTED_TYPE,
                            ProblemDetails.Type.INVALID_ROWS,
                            ProblemDetails.Type.TOO_MANY_UPLOADS,
                            ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry(
                    "retrain",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.CONFLICT,
                            ProblemDetails.Type.INVALID_CONFIG,
                            ProblemDetails.Type.INVALID_INPUT,
                            ProblemDetails.Type.QUEUE_FULL,
                            ProblemDetails.Type.TOO_MANY_UPLOADS,
                            ProblemDetails.Type.DISK_LOW)),
            Map.entry("promoteModel", CHANGES),
            Map.entry("rollbackModel", CHANGES),
            Map.entry("v2Ready", List.of(ProblemDetails.Type.NO_MODEL, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("v2Server", List.of()),
            Map.entry("v2Live", List.of()),
            Map.entry(
                    "v2Model",
                    List.of(
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.NO_MODEL,
                            ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("v2ModelVersion", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry(
                    "v2ModelReady",
                    List.of(
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.NO_MODEL,
                            ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry(
                    "v2ModelVersionReady",
                    List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.MODEL_UNREADABLE)),
            Map.entry("v2InferVersion", INFERENCES),
            Map.entry("v2Infer", INFERENCES),
            Map.entry("listInputs", List.of()),
            Map.entry(
                    "describeConfig",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.INVALID_CONFIG)),
            Map.entry("cancelRun", List.of(ProblemDetails.Type.NOT_FOUND, ProblemDetails.Type.CONFLICT)),
            Map.entry(
                    "rerun",
                    List.of(
                            ProblemDetails.Type.INVALID_REQUEST,
                            ProblemDetails.Type.NOT_FOUND,
                            ProblemDetails.Type.CONFLICT,
                            ProblemDetails.Type.INPUT_GONE,
                            ProblemDetails.Type.KEY_REUSED,
                            ProblemDetails.Type.QUEUE_FULL,
                            ProblemDetails.Type.DISK_LOW)),
            Map.entry("compareRuns", List.of(ProblemDetails.Type.INVALID_REQUEST, ProblemDetails.Type.NOT_FOUND)));

    /** What headers mean that several calls read as text. */
    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (BinaryTensorCodec.HEADER_LENGTH.equals(parameter.getName())) {
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
            path.getOperations().forEach(OpenApiProblemFilter::describe);
        }
        // an annotation cannot say that the numbers of a series may be null
        Schema series = Objects.requireNonNull(api.getComponents().getSchemas().get("Series"));
        Schema columns = Objects.requireNonNull(series.getProperties().get("columns"));
        columns.getAdditionalPropertiesSchema().getItems().addType(SchemaType.NULL);
    }

    private static void describe(PathItem.HttpMethod method, Operation operation) {
        List<ProblemDetails.Type> own = PROBLEMS.get(String.valueOf(operation.getOperationId()));
        if (own == null) {
            return;
        }
        List<ProblemDetails.Type> kinds = new ArrayList<>(own);
        kinds.addAll(EVERYWHERE);
        if (method != PathItem.HttpMethod.GET) {
            kinds.add(ProblemDetails.Type.CROSS_SITE);
        }
        Map<Integer, List<ProblemDetails.Type>> byStatus = new LinkedHashMap<>();
        for (ProblemDetails.Type kind : kinds) {
            byStatus.computeIfAbsent(kind.status(), status -> new ArrayList<>()).add(kind);
        }
        byStatus.forEach((status, same) -> operation.getResponses().addAPIResponse(status.toString(), response(same)));
    }

    private static APIResponse response(List<ProblemDetails.Type> kinds) {
        MediaType media =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        List<String> titles = new ArrayList<>();
        for (ProblemDetails.Type kind : kinds) {
            titles.add(kind.title());
            media.addExample(kind.code(), OASFactory.createExample().value(example(kind)));
        }
        Content content = OASFactory.createContent().addMediaType(ProblemDetails.MEDIA_TYPE, media);
        APIResponse response = OASFactory.createAPIResponse()
                .description(String.join("; ", titles))
                .content(content);
        if (kinds.contains(ProblemDetails.Type.QUEUE_FULL)
                || kinds.contains(ProblemDetails.Type.NOT_READY)
                || kinds.contains(ProblemDetails.Type.DISK_LOW)) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds, by the run times measured lately; a minute where the disk is low"));
        }
        return response;
    }

    private static Map<String, Object> example(ProblemDetails.Type kind) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", kind.type());
        example.put("title", kind.title());
        example.put("status", kind.status());
        return example;
    }
}
