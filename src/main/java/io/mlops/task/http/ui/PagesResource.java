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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages: scripts fill them from the API. They contain no inline script or style, so the content security policy forbids both. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@QueryKeyPrefix("") // for the scripts
public final class PagesResource {
    private final RunService runs;
    private final PipelineRegistry pipelines;

    PagesResource(RunService runs, PipelineRegistry pipelines) {
        this.runs = runs;
        this.pipelines = pipelines;
    }

    @GET
    @Blocking
    @Operation(hidden = true)
    public Response list() {
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
