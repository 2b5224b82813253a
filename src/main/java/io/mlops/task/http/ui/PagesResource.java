package io.mlops.task.http.ui;

import io.mlops.task.execution.Pipeline;
import io.mlops.task.http.endpoint.QueryKeyPrefix;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.text.SafeText;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The pages: scripts fill them from the API. They contain no inline script or style, so the content security policy forbids both. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@QueryKeyPrefix("") // for the scripts
public final class PagesResource {
    private static final Map<String, String> LINKS = new TreeMap<>(Map.of(
            "runs", "/runs",
            "models", "/models",
            "predict", "/predict",
            "batchPredict", "/batch_predict",
            "openInference", "/v2",
            "openapi", "/openapi",
            "docs", "/swagger-ui/",
            "health", "/health",
            "metrics", "/metrics"));

    private final RunService runs;
    private final PipelineRegistry pipelines;
    private final String version;

    PagesResource(
            RunService runs,
            PipelineRegistry pipelines,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
        this.runs = runs;
        this.pipelines = pipelines;
    }

    /** The service, for programs. */
    @Schema(name = "Index")
    record Index(
            @Schema(examples = "mlops-task") String name,
            String version,
            @Schema(description = "Paths by what is there") Map<String, String> links) {}

    @GET
    @Blocking
    @Produces({MediaType.TEXT_HTML, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "index",
            summary = "The list of runs as a page; with Accept: application/json the service's name, version and paths")
    @APIResponse(
            responseCode = "200",
            description = "The page, or the index",
            content = {
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(implementation = String.class)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Index.class))
            })
    public Response list(@Nullable @HeaderParam(HttpHeaders.ACCEPT) String accept) {
        if (accept != null && accept.contains(MediaType.APPLICATION_JSON) && !accept.contains(MediaType.TEXT_HTML)) {
            return Response.ok(new Index("mlops-task", version, LINKS), MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .build();
        }
        return page(
                200,
                Templates.runs(
                        pipelines.pipelines().stream().map(Pipeline::name).toList()));
    }

    @GET
    @Blocking
    @Path("/ui/runs/{id}")
    @Operation(hidden = true)
    public Response run(@PathParam("id") String id) {
        boolean known = RunId.isValid(id) && runs.find(new RunId(id)) != null;
        return known ? page(200, Templates.run(id)) : page(404, Templates.missing(SafeText.excerpt(id)));
    }

    @GET
    @Blocking
    @Path("/ui/compare")
    @Operation(hidden = true)
    public Response compare() {
        return page(200, Templates.compare());
    }

    @GET
    @Blocking
    @Path("/ui/models")
    @Operation(hidden = true)
    public Response models() {
        return page(200, Templates.models());
    }

    private static Response page(int status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Cache-Control", "no-cache")
                .entity(page.render())
                .build();
    }

    /** The files under templates/pages. */
    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance runs(List<String> pipelines);

        static native TemplateInstance run(String id);

        static native TemplateInstance compare();

        static native TemplateInstance models();

        static native TemplateInstance missing(String id);
    }
}
