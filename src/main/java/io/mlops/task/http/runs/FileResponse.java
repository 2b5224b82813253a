package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.run.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;

/** A file as an answer: whole, or a single range of bytes of it (RFC 9110, section 14). */
final class FileResponse {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private FileResponse() {}

    /** A file that never changes again, with an ETag made of its content. */
    static Response immutable(Path file, String mediaType, @Nullable String ifNoneMatch) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String etag = '"' + Sha256.digest(content).substring(0, 32) + '"';
        if (ifNoneMatch != null && (ifNoneMatch.equals("*") || ifNoneMatch.contains(etag))) {
            return Response.notModified().header(HttpHeaders.ETAG, etag).build();
        }
        return Response.ok(content, mediaType).header(HttpHeaders.ETAG, etag).build();
    }

    /** @param range the request's Range header; one that cannot be read is passed over, as the RFC asks */
    static Response partial(Path file, String mediaType, @Nullable String range) throws IOException {
        long size;
        try {
            size = Files.size(file);
        } catch (NoSuchFileException e) {
            size = 0;
        }
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

    private static boolean isUnsatisfiable(String first, String last) {
        return first.isEmpty() ? last.isEmpty() : !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first);
    }

    private static Response.ResponseBuilder respond(
            Response.ResponseBuilder response, Path file, long from, long count) {
        response.header("Accept-Ranges", "bytes");
        return count == 0 ? response.entity(new byte[0]) : response.entity(new PathPart(file, from, count));
    }
}
