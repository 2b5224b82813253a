package io.mlops.task.http.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvValidationException;
import io.mlops.task.execution.Artifacts;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The series of a run that tells them apart. */
@Path("/runs/{id}/groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public final class GroupsResource {
    private final RunService runs;
    private final RunStore store;
    private final ObjectMapper json;

    GroupsResource(RunService runs, RunStore store, ObjectMapper json) {
        this.runs = runs;
        this.store = store;
        this.json = json;
    }

    /** One series. */
    @Schema(name = "Group")
    record Group(
            String name,

            @Schema(description = "How many of its rows the warm-up convention calls processed")
            long rows,

            @Nullable @Schema(description = "Its signal rate; null if none of its rows counts")
            Double value,

            @Nullable @Schema(description = "The time of its first row, null without times")
            String firstTime,

            @Nullable String lastTime,

            @Schema(description = "The checks that found something in it; gaps in time are of the file as a whole")
            List<String> findings) {}

    @GET
    @Blocking
    @Extension(name = "x-problems", value = "not-found")
    @Operation(
            operationId = "listGroups",
            summary = "The series of a run whose configuration has a group, in the order of their names",
            description = "The same as in its artifact " + Artifacts.GROUPS + ".")
    @APIResponse(
            responseCode = "200",
            description = "The series",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Group.class)))
    public StreamingOutput list(@PathParam("id") String id) throws IOException {
        Run run = RunLookup.require(runs, id);
        for (StoredFile file : store.artifacts(run.id())) {
            if (file.name().equals(Artifacts.GROUPS)) {
                return groups(file);
            }
        }
        throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The run has no groups");
    }

    /** Written one at a time: there may be a hundred thousand. Opened when it is written, which it is not for HEAD. */
    private StreamingOutput groups(StoredFile file) {
        return out -> {
            try (CSVReader csv = new CSVReaderBuilder(new InputStreamReader(file.open(), StandardCharsets.UTF_8))
                            .withCSVParser(new RFC4180ParserBuilder().build())
                            .withSkipLines(1)
                            .build();
                    SequenceWriter groups = json.writer().writeValuesAsArray(out)) {
                for (String[] row = csv.readNext(); row != null; row = csv.readNext()) {
                    groups.write(group(row));
                }
            } catch (CsvValidationException e) {
                throw new IOException(e);
            }
        };
    }

    private static Group group(String... row) {
        return new Group(
                row[0],
                Long.parseLong(row[1]),
                row[2].isEmpty() ? null : Double.valueOf(row[2]),
                orNull(row[3]),
                orNull(row[4]),
                row[5].isEmpty() ? List.of() : List.of(row[5].split(";", -1)));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
