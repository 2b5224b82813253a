package io.mlops.task.http.runs;

import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.execution.SignalRange;
import io.mlops.task.http.endpoint.MayBeEmpty;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.mlops.task.time.TimeParser;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The rows of a run, each with its rolling mean and its signal. */
@Path("/runs/{id}/signals")
@Tag(name = "Runs")
public final class SignalsResource {
    private static final String CSV = "text/csv;charset=UTF-8";
    private static final Pattern ROW = Pattern.compile("[-+]?\\d{1,18}");
    /** A time whose nanoseconds a long cannot count is before or after all times. */
    private static final Pattern YEAR = Pattern.compile("(\\d{4})(-.*)");

    private static final int LEAP_YEAR = 2000;
    /** Whether a client takes gzip (RFC 9110, section 12.5.3). */
    private static final Pattern GZIP =
            Pattern.compile("(?i)(^|.*,)\\s*(x-)?gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$)).*)?(,.*)?");

    private final RunService runs;
    private final PipelineRegistry pipelines;
    private final RereadInputs inputs;
    private final EffectiveConfigs configs;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "signals-sender");
        thread.setDaemon(true);
        return thread;
    });

    SignalsResource(RunService runs, PipelineRegistry pipelines, RereadInputs inputs, EffectiveConfigs configs) {
        this.runs = runs;
        this.pipelines = pipelines;
        this.inputs = inputs;
        this.configs = configs;
    }

    /** For the description of the API. */
    @Schema(name = "RowNumber", type = SchemaType.INTEGER, minimum = "0", maximum = "999999999999999999")
    interface RowNumber {}

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    @GET
    @Blocking
    @Produces(CSV)
    @Extension(
            name = "x-problems",
            value = "invalid-request, not-found, not-ready, input-gone, too-many-streams, invalid-config")
    @Operation(
            operationId = "getSignals",
            summary = "Each row of a run with its rolling mean and its signal, as CSV",
            description = "The columns are group and time as they stand in the input, where it has them, then value, "
                    + "rolling_mean and signal. Numbers are the shortest decimals that are read as the same bits. The "
                    + "run is computed again from its input, which must still be there. Compressed for clients that "
                    + "accept gzip.")
    @APIResponse(
            responseCode = "200",
            description = "The rows",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    public Response signals(
            @PathParam("id") String id,
            @Nullable
                    @QueryParam("from")
                    @Parameter(
                            description = "The first row, counted from 0, or the first time",
                            schema =
                                    @Schema(
                                            anyOf = {RowNumber.class, LocalDate.class, Instant.class},
                                            examples = "\"2024-01-31\""))
                    String from,
            @Nullable
                    @QueryParam("to")
                    @Parameter(
                            description = "The row, or the time, after the last one",
                            schema =
                                    @Schema(
                                            anyOf = {RowNumber.class, LocalDate.class, Instant.class},
                                            examples = "\"2024-02-29T12:00:00Z\""))
                    String to,
            @Nullable
                    @QueryParam("group")
                    @MayBeEmpty
                    @Parameter(description = "Of a run with groups: only the rows of that one")
                    String group,
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Parameter(hidden = true) String acceptEncoding,
            @Context UriInfo uri,
            @Context Request request)
            throws Exception {
        Run run = RunLookup.require(runs, id);
        Pipeline pipeline = pipelines.get(run.pipeline());
        if (!pipeline.hasSignals()) {
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The run has no signals");
        }
        if (run.result() == null) {
            throw new ProblemException(
                    ProblemDetails.Type.NOT_READY, "The run is " + run.state().label());
        }
        String name = GroupName.of(group, uri);
        if (name != null && "none".equals(configs.get(run).get("group"))) {
            throw ProblemException.invalid("group: the run has no groups");
        }
        SignalRange range = range(from, to, name);
        boolean gzip = acceptEncoding != null && GZIP.matcher(acceptEncoding).matches();
        // nothing is computed for HEAD
        SignalStream stream = request.getMethod().equals(HttpMethod.HEAD)
                ? null
                : SignalStream.start(
                        out -> inputs.stream(run, job -> {
                            pipeline.writeSignals(required(job), range, out, gzip);
                            return range;
                        }),
                        threads);
        Response.ResponseBuilder response = Response.ok(stream, CSV)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(HttpHeaders.CONTENT_DISPOSITION, FileResponse.disposition(fileName(run)));
        return (gzip ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip") : response).build();
    }

    private static String fileName(Run run) {
        return run.input().name().replaceAll("(?i)(\\.csv)?(\\.(gz|zip|bz2|xz|zst))?$", "") + "-signals.csv";
    }

    private static Job required(@Nullable Job job) throws JobException {
        if (job == null) {
            throw new ProblemException(
                    ProblemDetails.Type.INPUT_GONE,
                    "The input of the run is gone or has changed, and its signals with it");
        }
        return job;
    }

    private static SignalRange range(@Nullable String from, @Nullable String to, @Nullable String group) {
        long fromRow = 0;
        long toRow = Long.MAX_VALUE;
        long fromTime = Long.MIN_VALUE;
        long toTime = Long.MAX_VALUE;
        if (from != null && ROW.matcher(from).matches()) {
            fromRow = row("from", from);
        } else if (from != null) {
            fromTime = time("from", from);
        }
        if (to != null && ROW.matcher(to).matches()) {
            toRow = row("to", to);
        } else if (to != null) {
            toTime = time("to", to);
        }
        return new SignalRange(group, fromRow, toRow, fromTime, toTime);
    }

    private static long row(String name, String text) {
        long row = Long.parseLong(text);
        if (row < 0) {
            throw invalid(name, text);
        }
        return row;
    }

    private static long time(String name, String text) {
        long time = TimeParser.of(text);
        if (time != TimeParser.NONE) {
            return time;
        }
        Matcher dated = YEAR.matcher(text);
        if (dated.matches() && TimeParser.of(LEAP_YEAR + dated.group(2)) != TimeParser.NONE) {
            return Integer.parseInt(dated.group(1)) < LEAP_YEAR ? Long.MIN_VALUE + 1 : Long.MAX_VALUE - 1;
        }
        throw invalid(name, text);
    }

    private static ProblemException invalid(String name, String text) {
        return ProblemException.invalid(name + ": "
                + Messages.mustBe(
                        "a row, from 0, or a time such as 2024-01-31T15:00:00Z", '"' + SafeText.excerpt(text) + '"'));
    }
}
