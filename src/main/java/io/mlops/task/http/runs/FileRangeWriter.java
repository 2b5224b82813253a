package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.StoredFile;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Sends a range of a stored file with a declared length. A slow client does not block a thread: the next block is read
 * after the previous one has been sent.
 */
@Provider
public final class FileRangeWriter implements ServerMessageBodyWriter<FileRangeWriter.FileRange> {
    private static final int BLOCK = 256 << 10;

    /** Bytes that exist when the response is built. */
    record FileRange(StoredFile file, long offset, long length) {}

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType media) {
        return type == FileRange.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType media) {
        return type == FileRange.class;
    }

    @Override
    public void writeResponse(FileRange range, Type genericType, ServerRequestContext context) throws IOException {
        ServerHttpResponse response = context.serverResponse();
        InputStream content = open(range);
        // the headers of the response are added with its first bytes, but Vert.x requires this one before
        response.setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length));
        sendNext(content, range.length, response);
    }

    private static InputStream open(FileRange range) throws IOException {
        try {
            return range.file.open(range.offset, range.length);
        } catch (FileSystemException e) {
            throw new ProblemException(ProblemDetails.Type.NOT_FOUND, "The file no longer exists");
        }
    }

    private static void sendNext(InputStream content, long left, ServerHttpResponse response) {
        byte[] block = read(content, left);
        if (block.length == left) {
            close(content);
            response.end(block);
        } else if (block.length == 0 || response.closed()) {
            close(content);
            response.reset();
        } else {
            CompletionStage<Void> unused = response.write(block)
                    .whenCompleteAsync(
                            (sent, failure) -> {
                                if (failure == null) {
                                    sendNext(content, left - block.length, response);
                                } else {
                                    close(content);
                                }
                            },
                            Infrastructure.getDefaultWorkerPool());
        }
    }

    /** Returns an empty array if the file can no longer be read: the client must not take a part for the whole. */
    private static byte[] read(InputStream content, long left) {
        try {
            return content.readNBytes((int) Math.min(BLOCK, left));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            // it was only read
        }
    }

    @Override
    public void writeTo(
            FileRange range,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        try (InputStream content = open(range)) {
            content.transferTo(out);
        }
    }
}
