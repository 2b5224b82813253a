package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.mlops.task.text.SafeText;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The artifacts of a run: a model with its card, or predictions and errors. */
@Path("/runs/{id}/artifacts")
@Tag(name = "Runs")
public final class ArtifactsResource {
    private final RunService runs;
    private final RunStore store;

    ArtifactsResource(RunService runs, RunStore store) {
        this.runs = runs;
        this.store = store;
    }

    /** A file that a run wrote. */
    @Schema(name = "Artifact")
    record Artifact(
            @Schema(examples = "card.md") String name,
            long bytes,
            @Schema(description = "The path to download it") String href) {}

    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    @Extension(name = "x-problems", value = "not-found")
    @Operation(operationId = "listArtifacts", summary = "The artifacts of a run")
    public List<Artifact> list(@PathParam("id") String id) throws IOException {
        Run run = RunLookup.require(runs, id);
        List<Artifact> artifacts = new ArrayList<>();
        for (StoredFile file : store.artifacts(run.id())) {
            StoredFile.Attributes attributes = file.attributes();
            if (attributes != null) {
                String href = "/runs/" + run.id() + "/artifacts/" + file.name();
                artifacts.add(new Artifact(file.name(), attributes.size(), href));
            }
        }
        return artifacts;
    }

    @GET
    @Blocking
    @Path("/{name}")
    @Produces(MediaType.WILDCARD)
    @Extension(name = "x-problems", value = "not-found, range-not-satisfiable")
    @Operation(operationId = "getArtifact", summary = "An artifact, byte for byte")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "206", description = "A range of its bytes")
    public Response get(
            @PathParam("id") String id, @PathParam("name") String name, @Nullable @HeaderParam("Range") String range)
            throws IOException {
        Run run = RunLookup.require(runs, id);
        for (StoredFile file : store.artifacts(run.id())) {
            if (file.name().equals(name)) {
                return FileResponse.partial(file, mediaType(name), range);
            }
        }
        throw new ProblemException(
                ProblemDetails.Type.NOT_FOUND, "The run has no artifact \"" + SafeText.excerpt(name) + "\"");
    }

    private static String mediaType(String name) {
        return switch (name.substring(Math.max(0, name.lastIndexOf('.')))) {
            case ".json" -> MediaType.APPLICATION_JSON;
            case ".csv" -> "text/csv;charset=UTF-8";
            case ".md" -> "text/markdown;charset=UTF-8";
            default -> MediaType.APPLICATION_OCTET_STREAM;
        };
    }
}
