package io.mlops.task.http.runs;

import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Series;
import io.mlops.task.http.endpoint.MayBeEmpty;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The points of a run's plot. */
@Path("/runs/{id}/series")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public final class SeriesResource {
    private static final String MAX_ROWS = "9223372036854775807";
    private static final int MAX_POINTS = 10_000;
    private static final int DEFAULT_POINTS = 1000;

    private final RunService runs;
    private final RunStore store;
    private final PipelineRegistry pipelines;
    private final RereadInputs inputs;

    SeriesResource(RunService runs, RunStore store, PipelineRegistry pipelines, RereadInputs inputs) {
        this.runs = runs;
        this.store = store;
        this.pipelines = pipelines;
        this.inputs = inputs;
    }

    @GET
    @Blocking
    @Extension(name = "x-problems", value = "invalid-request, not-found, not-ready, too-many-streams, invalid-config")
    @Operation(
            operationId = "getSeries",
            summary = "The points of a run's plot",
            description =
                    "The rows from (inclusive) to (exclusive) in at most the given number of points. A point represents "
                            + "rowsPerPoint rows, a power of two; if it is 1, the numbers are those of the rows.")
    @APIResponse(
            responseCode = "200",
            description = "The points",
            content = @Content(schema = @Schema(implementation = SeriesView.class)))
    public Response series(
            @PathParam("id") String id,
            @Nullable @QueryParam("group") @MayBeEmpty @Parameter(description = "Of a run with groups: the one to plot")
                    String group,
            @Nullable
                    @QueryParam("from")
                    @Parameter(description = "The first row, counted from 0")
                    @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = MAX_ROWS, defaultValue = "0")
                    String from,
            @Nullable
                    @QueryParam("to")
                    @Parameter(description = "The row after the last one; default: all")
                    @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = MAX_ROWS)
                    String to,
            @Nullable
                    @QueryParam("points")
                    @Schema(type = SchemaType.INTEGER, minimum = "2", maximum = "10000", defaultValue = "1000")
                    String points,
            @Context UriInfo uri,
            @Context Request request)
            throws JobException, IOException, InterruptedException {
        Run run = RunLookup.require(runs, id);
        Series.Range range = range(
                GroupName.of(group, uri),
                number("from", from, 0, Long.MAX_VALUE, 0),
                number("to", to, 0, Long.MAX_VALUE, Long.MAX_VALUE),
                (int) number("points", points, 2, MAX_POINTS, DEFAULT_POINTS));
        byte[] stored = stored(run);
        boolean isShort = stored == null && range.group() == null;
        if (isShort && !run.input().uploaded()) {
            throw noSeries();
        }
        // for HEAD, only what takes milliseconds is computed: the points of a run of few rows, which are not stored
        boolean isHead = request.getMethod().equals(HttpMethod.HEAD);
        SeriesView view = isHead && !isShort ? null : SeriesView.of(read(run, stored, range));
        return Response.ok(view, MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600")
                .build();
    }

    private Series read(Run run, byte @Nullable [] stored, Series.Range range)
            throws JobException, IOException, InterruptedException {
        return inputs.read(
                        run,
                        job -> Optional.ofNullable(pipelines.get(run.pipeline()).series(stored, job, range)))
                .orElseThrow(SeriesResource::noSeries);
    }

    /** Returns null if the run stored no points. */
    private byte @Nullable [] stored(Run run) throws IOException {
        if (run.result() == null) {
            throw new ProblemException(
                    ProblemDetails.Type.NOT_READY, "The run is " + run.state().label());
        }
        try {
            return store.series(run.id()).readAllBytes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static ProblemException noSeries() {
        return new ProblemException(
                ProblemDetails.Type.NOT_FOUND, "The run has no plot, its input is gone, or it has no such group");
    }

    private static Series.Range range(@Nullable String group, long from, long to, int points) {
        if (to < from) {
            throw ProblemException.invalid("to: " + Messages.mustBe("at least from, which is " + from, to));
        }
        return new Series.Range(group, from, to, points);
    }

    private static long number(String name, @Nullable String text, long min, long max, long fallback) {
        if (text == null) {
            return fallback;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalidRange(name, text, min, max);
        }
        throw invalidRange(name, text, min, max);
    }

    private static ProblemException invalidRange(String name, String text, long min, long max) {
        String expected = max == Long.MAX_VALUE ? "at least " + min : min + " to " + max;
        return ProblemException.invalid(name + ": " + Messages.mustBe(expected, '"' + SafeText.excerpt(text) + '"'));
    }
}
