package io.mlops.task.http.runs;

import io.mlops.task.execution.Sha256;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.runs.FileRangeWriter.FileRange;
import io.mlops.task.run.StoredFile;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A stored file as a response: all of it, or a single range of bytes (RFC 9110, section 14). */
final class FileResponse {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private FileResponse() {}

    /** A file that never changes again, with an ETag of its content. */
    static Response immutable(StoredFile file, String mediaType, @Nullable String ifNoneMatch) throws IOException {
        byte[] content = file.readAllBytes();
        String etag = '"' + Sha256.digest(content).substring(0, 32) + '"';
        if (ifNoneMatch != null && (ifNoneMatch.equals("*") || ifNoneMatch.contains(etag))) {
            return Response.notModified().header(HttpHeaders.ETAG, etag).build();
        }
        return Response.ok(content, mediaType).header(HttpHeaders.ETAG, etag).build();
    }

    /** @param range the request's Range header; an invalid one is ignored, as the RFC requires */
    static Response partial(StoredFile file, String mediaType, @Nullable String range) throws IOException {
        StoredFile.Attributes attributes = file.attributes();
        long size = attributes == null ? 0 : attributes.size();
        Matcher matcher = RANGE.matcher(range == null ? "" : range.strip());
        if (!matcher.matches() || isUnsatisfiable(matcher.group(1), matcher.group(2))) {
            return respond(Response.ok(), file, 0, size).type(mediaType).build();
        }
        long first = matcher.group(1).isEmpty()
                ? Math.max(0, size - Long.parseLong(matcher.group(2)))
                : Long.parseLong(matcher.group(1));
        long last = matcher.group(1).isEmpty() || matcher.group(2).isEmpty()
                ? size - 1
                : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (first >= size || first > last) {
            return ProblemDetails.response(ProblemDetails.Type.RANGE_NOT_SATISFIABLE, "There are " + size + " bytes")
                    .header("Content-Range", "bytes */" + size)
                    .build();
        }
        return respond(Response.status(Response.Status.PARTIAL_CONTENT), file, first, last - first + 1)
                .header("Content-Range", "bytes " + first + "-" + last + "/" + size)
                .type(mediaType)
                .build();
    }

    /** A file to be saved under its name (RFC 6266); of its bytes, as {@link #partial}. */
    static Response attachment(StoredFile file, String name, @Nullable String range) throws IOException {
        Response response = partial(file, MediaType.APPLICATION_OCTET_STREAM, range);
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_DISPOSITION, disposition(name));
        }
        return response;
    }

    static String disposition(String name) {
        String ascii = name.replaceAll("[^ -~]|[\"\\\\%/]", "_");
        String header = "attachment; filename=\"" + ascii + '"';
        return ascii.equals(name)
                ? header
                : header + "; filename*=UTF-8''"
                        + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                .replace("+", "%20")
                                .replace("*", "%2A");
    }

    private static boolean isUnsatisfiable(String first, String last) {
        return first.isEmpty() ? last.isEmpty() : !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first);
    }

    private static Response.ResponseBuilder respond(
            Response.ResponseBuilder response, StoredFile file, long offset, long length) {
        response.header("Accept-Ranges", "bytes").header(HttpHeaders.CONTENT_LENGTH, length);
        return response.entity(length == 0 ? new byte[0] : new FileRange(file, offset, length));
    }
}
