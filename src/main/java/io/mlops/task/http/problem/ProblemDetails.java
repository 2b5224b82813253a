package io.mlops.task.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.model.housing.RowError;
import io.mlops.task.text.SafeText;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as defined by RFC 9457.
 *
 * @param type stable; programs may distinguish errors by it
 * @param detail the position, the expected and the actual value
 * @param rows the errors in the rows to predict; null for any other problem
 * @param error for clients of the Open Inference Protocol; null elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "An error as defined by RFC 9457")
public record ProblemDetails(
        @Schema(examples = "/problems/invalid-config") String type,
        @Schema(examples = "Invalid configuration") String title,
        @Schema(examples = "422") int status,

        @Nullable @Schema(examples = "key 'window': must be an integer, at least 1, was 0")
        String detail,

        @Nullable @Schema(description = "The first 100 invalid values, if the problem is invalid rows")
        List<ProblemDetails.RowErrorView> rows,

        @Nullable @Schema(description = "Under /v2, a copy of the detail in the Open Inference Protocol's field")
        String error) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** All types of problems. */
    public enum Type {
        INVALID_REQUEST(400, "Invalid request"),
        UNAUTHORIZED(401, "Authentication needed"),
        FORBIDDEN(403, "Not allowed"),
        CROSS_SITE(403, "Requested by another site's page"),
        NOT_FOUND(404, "Not found"),
        NOT_READY(404, "Not available yet"),
        METHOD_NOT_ALLOWED(405, "Method not allowed"),
        NOT_ACCEPTABLE(406, "Not acceptable"),
        CONFLICT(409, "Not possible in this state"),
        INPUT_GONE(409, "The input is gone"),
        TOO_LARGE(413, "Too large"),
        URI_TOO_LONG(414, "The request line is too long"),
        UNSUPPORTED_TYPE(415, "Unsupported media type"),
        RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
        MISDIRECTED_REQUEST(421, "Not a host of this service"),
        INVALID_CONFIG(422, "Invalid configuration"),
        INVALID_INPUT(422, "Invalid input"),
        INVALID_ROWS(422, "Invalid rows"),
        TOO_LONG(422, "Too long"),
        IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused"),
        QUEUE_FULL(429, "Queue full"),
        TOO_MANY_ATTEMPTS(429, "Too many attempts to log in"),
        TOO_MANY_STREAMS(429, "Too many streams"),
        TOO_MANY_UPLOADS(429, "Too many uploads"),
        HEADERS_TOO_LARGE(431, "The headers are too large"),
        INTERNAL_ERROR(500, "Internal error"),
        MODEL_NOT_AVAILABLE(503, "No model available"),
        MODEL_UNREADABLE(503, "The model cannot be read"),
        INSUFFICIENT_STORAGE(503, "Insufficient storage");

        private final int status;
        private final String title;

        Type(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        /** Returns the type for labels of metrics, such as {@code queue_full}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String type() {
            return "/problems/" + label().replace('_', '-');
        }

        public String title() {
            return title;
        }
    }

    /** Returns the {@link Type#label} of its type. */
    public String reason() {
        return type.substring(type.lastIndexOf('/') + 1).replace('-', '_');
    }

    /** One invalid value. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RowError")
    record RowErrorView(
            @Nullable @Schema(description = "Its place among the rows of a JSON body, from 1; missing for a CSV")
            Long row,

            @Nullable @Schema(description = "Its line in a CSV; missing for JSON")
            Long line,

            @Schema(description = "Empty if the whole row is invalid")
            String feature,

            String expected,
            String actual) {
        public static ProblemDetails.RowErrorView of(RowError problem) {
            return new ProblemDetails.RowErrorView(
                    problem.place() == RowError.Place.ROW ? problem.number() : null,
                    problem.place() == RowError.Place.LINE ? problem.number() : null,
                    problem.feature(),
                    SafeText.excerpt(problem.expected()),
                    SafeText.excerpt(problem.actual()));
        }
    }

    public static ProblemDetails of(ProblemDetails.Type kind, @Nullable String detail) {
        return new ProblemDetails(kind.type(), kind.title, kind.status, detail, null, null);
    }

    public static ProblemDetails of(InvalidRowsException invalid) {
        ProblemDetails.Type kind = ProblemDetails.Type.INVALID_ROWS;
        List<ProblemDetails.RowErrorView> rows =
                invalid.errors().stream().map(ProblemDetails.RowErrorView::of).toList();
        return new ProblemDetails(
                kind.type(), kind.title, kind.status, SafeText.printable(invalid.getMessage()), rows, null);
    }

    public ProblemDetails forInference() {
        return new ProblemDetails(type, title, status, detail, rows, detail == null ? title : detail);
    }

    public static Response.ResponseBuilder response(ProblemDetails.Type kind, @Nullable String detail) {
        return Response.status(kind.status)
                .type(MediaType.valueOf(MEDIA_TYPE))
                .header("Cache-Control", "no-store")
                .entity(of(kind, detail));
    }
}
