package io.mlops.task.http.predict;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.http.endpoint.ViewersAllowed;
import io.mlops.task.http.models.ModelLookup;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ModelVersion;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The Open Inference Protocol, version 2, over HTTP. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol")
public final class InferenceResource {
    private static final String EXAMPLE =
            "{\"id\": \"42\", \"inputs\": [{\"name\": \"features\", \"shape\": [1, 8], \"datatype\": \"FP64\", "
                    + "\"data\": [8.3252, 41, 6.984127, 1.023810, 322, 2.555556, 37.88, -122.23]}]}";

    private final ServedModels models;
    private final BackgroundTasks tasks;
    private final ObjectMapper json;
    private final String version;

    InferenceResource(
            ServedModels models,
            BackgroundTasks tasks,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.models = models;
        this.tasks = tasks;
        this.json = json;
        this.version = version;
    }

    /** A server. */
    @Schema(name = "InferenceServer")
    record Server(String name, String version, List<String> extensions) {}

    /** Whether the server is alive. */
    @Schema(name = "InferenceServerLive")
    record Live(boolean live) {}

    /** A model's inputs and outputs. */
    @Schema(name = "InferenceModel")
    record ModelMetadata(
            String name,
            List<String> versions,
            String platform,
            List<InferenceTensors.TensorMetadata> inputs,
            List<InferenceTensors.TensorMetadata> outputs) {}

    @GET
    @NonBlocking
    @Operation(operationId = "v2Server", summary = "The server's name, version and extensions")
    public Server server() {
        return new Server("mlops-task", version, List.of("binary_tensor_data"));
    }

    @GET
    @NonBlocking
    @Path("/health/live")
    @Operation(operationId = "v2Live", summary = "Whether the server is alive, as /health/live says it")
    @APIResponse(
            responseCode = "200",
            description = "It is",
            content = @Content(schema = @Schema(implementation = Live.class)))
    @APIResponse(
            responseCode = "503",
            description = "It is not",
            content = @Content(schema = @Schema(implementation = Live.class)))
    public Response live() {
        boolean live = tasks.faults().values().stream().allMatch(String::isEmpty);
        return Response.status(live ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .entity(new Live(live))
                .build();
    }

    @GET
    @NonBlocking
    @Path("/health/ready")
    @Extension(name = "x-problems", value = "model-not-available, model-unreadable")
    @Operation(operationId = "v2Ready", summary = "Whether every model is ready")
    public Map<String, Boolean> ready() {
        models.models().forEach(ModelLookup::serving);
        return Map.of("ready", true);
    }

    @GET
    @Blocking
    @Path("/models/{name}")
    @Extension(name = "x-problems", value = "not-found, model-not-available, model-unreadable")
    @Operation(operationId = "v2Model", summary = "A model's versions, inputs and outputs")
    public ModelMetadata model(@PathParam("name") String name) throws ModelException {
        return metadata(name, null);
    }

    @GET
    @Blocking
    @Path("/models/{name}/versions/{version}")
    @Extension(name = "x-problems", value = "not-found, model-unreadable")
    @Operation(operationId = "v2ModelVersion", summary = "A version's inputs and outputs")
    public ModelMetadata model(@PathParam("name") String name, @PathParam("version") String number)
            throws ModelException {
        return metadata(name, number);
    }

    private ModelMetadata metadata(String name, @Nullable String number) throws ModelException {
        ServedModel model = ModelLookup.require(models, name);
        Champion by = number == null ? ModelLookup.serving(model) : ModelLookup.version(model, number);
        List<String> versions = model.championService().registry().versions().stream()
                .map(ModelVersion::number)
                .map(one -> Integer.toString(one))
                .toList();
        String platform = "mlops-task_" + by.version().spec().algorithm().label();
        return new ModelMetadata(name, versions, platform, InferenceTensors.INPUTS, InferenceTensors.OUTPUTS);
    }

    @GET
    @Blocking
    @Path("/models/{name}/ready")
    @Extension(name = "x-problems", value = "not-found, model-not-available, model-unreadable")
    @Operation(operationId = "v2ModelReady", summary = "Whether a model is ready")
    public Map<String, Object> ready(@PathParam("name") String name) {
        ModelLookup.serving(ModelLookup.require(models, name));
        return Map.of("name", name, "ready", true);
    }

    @GET
    @Blocking
    @Path("/models/{name}/versions/{version}/ready")
    @Extension(name = "x-problems", value = "not-found, model-unreadable")
    @Operation(operationId = "v2ModelVersionReady", summary = "Whether one version is ready")
    public Map<String, Object> ready(@PathParam("name") String name, @PathParam("version") String number) {
        ModelLookup.version(ModelLookup.require(models, name), number);
        return Map.of("name", name, "ready", true);
    }

    @POST
    @NonBlocking
    @Path("/models/{name}/infer")
    @ViewersAllowed
    @Consumes(MediaType.WILDCARD)
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, not-found, too-large, unsupported-type, invalid-rows, too-many-uploads, model-not-available, model-unreadable")
    @Operation(
            operationId = "v2Infer",
            summary = "Predict rows",
            description = "One input \"features\" of shape [rows, 8], or eight inputs by the features' names of shape "
                    + "[rows] or [rows, 1].")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InferenceTensors.RequestView.class),
                            example = EXAMPLE))
    @APIResponse(
            responseCode = "200",
            description = "The predictions with the bounds of their intervals",
            content = @Content(schema = @Schema(implementation = InferenceTensors.Response.class)))
    public Object infer(
            @PathParam("name") String name,
            @Nullable @HeaderParam(BinaryTensorCodec.HEADER_LENGTH) String headerLength,
            InputStream body)
            throws IOException {
        return predict(name, null, headerLength, body);
    }

    @POST
    @NonBlocking
    @Path("/models/{name}/versions/{version}/infer")
    @ViewersAllowed
    @Consumes(MediaType.WILDCARD)
    @Extension(
            name = "x-problems",
            value =
                    "invalid-request, not-found, too-large, unsupported-type, invalid-rows, too-many-uploads, model-not-available, model-unreadable")
    @Operation(operationId = "v2InferVersion", summary = "Predict rows by one version; they are not monitored")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InferenceTensors.RequestView.class),
                            example = EXAMPLE))
    @APIResponse(
            responseCode = "200",
            description = "The predictions with the bounds of their intervals",
            content = @Content(schema = @Schema(implementation = InferenceTensors.Response.class)))
    public Object infer(
            @PathParam("name") String name,
            @PathParam("version") String number,
            @Nullable @HeaderParam(BinaryTensorCodec.HEADER_LENGTH) String headerLength,
            InputStream body)
            throws IOException {
        return predict(name, number, headerLength, body);
    }

    private Object predict(String name, @Nullable String number, @Nullable String headerLength, InputStream body)
            throws IOException {
        ServedModel model = ModelLookup.require(models, name);
        InferenceRequest request = InferenceRequest.read(JsonBody.bytes(body), headerLength, model.listener());
        InferenceTensors.Response response =
                InferenceTensors.predict(model, ModelLookup.version(model, number), number != null, request);
        List<String> binary = request.binaryOutputs();
        return binary.isEmpty() ? response : BinaryTensorCodec.write(response, binary, json);
    }
}
