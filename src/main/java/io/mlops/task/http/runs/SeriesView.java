package io.mlops.task.http.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlops.task.execution.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The points of a plot as the API shows them. */
@Schema(name = "Series")
record SeriesView(
        @Schema(description = "The number of rows of the whole series")
        long rows,

        @Schema(description = "The row at which the first point starts, counted from 0")
        long from,

        @Schema(description = "The row after the last point")
        long to,

        @Schema(description = "How many rows a point represents; the last one may represent fewer")
        long rowsPerPoint,

        @Schema(
                description =
                        "Whether the rows were read again from the input; if not, the points come from the summary "
                                + "that the run stored, and have at most its resolution")
        boolean fromInput,

        @Schema(description = "The row at which each point starts")
        List<Long> row,

        @Nullable
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                description =
                        "The time of the row at which each point starts, empty if it has none; missing if no row has one")
        List<String> time,

        @Schema(
                description =
                        "By name, one number for each point, null if there is none. Of a signal run: first, last, "
                                + "min and max of the column, meanMin and meanMax of its rolling mean, and signal, the share of rows "
                                + "above their mean.")
        Map<String, List<@Nullable Double>> columns) {

    static SeriesView of(Series series) {
        List<Long> row = new ArrayList<>();
        for (long at = series.from(); at < series.to(); at += series.rowsPerPoint()) {
            row.add(at);
        }
        Map<String, List<@Nullable Double>> columns = new LinkedHashMap<>();
        series.columns().forEach((name, numbers) -> {
            if (!name.equals(Series.TIME)) {
                columns.put(name, finite(numbers));
            }
        });
        return new SeriesView(
                series.rows(),
                series.from(),
                series.to(),
                series.rowsPerPoint(),
                series.fromInput(),
                row,
                times(series.columns().get(Series.TIME)),
                columns);
    }

    private static @Nullable List<String> times(double @Nullable [] millis) {
        if (millis == null) {
            return null;
        }
        List<String> times = new ArrayList<>(millis.length);
        boolean any = false;
        for (double milli : millis) {
            any |= !Double.isNaN(milli);
            times.add(
                    Double.isNaN(milli)
                            ? ""
                            : Instant.ofEpochMilli((long) Math.floor(milli)).toString());
        }
        return any ? times : null;
    }

    private static List<@Nullable Double> finite(double[] numbers) {
        List<@Nullable Double> finite = new ArrayList<>(numbers.length);
        for (double number : numbers) {
            finite.add(Double.isFinite(number) ? (Double) number : null);
        }
        return finite;
    }
}
