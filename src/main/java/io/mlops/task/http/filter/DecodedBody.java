package io.mlops.task.http.filter;

import io.mlops.task.bytes.BulkInputStream;
import io.mlops.task.compression.GzipStream;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A body that was sent with a {@code Content-Encoding}, decoded while it is read; larger than the limit it is rejected. */
final class DecodedBody extends BulkInputStream {
    static final String IDENTITY = "identity";
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final String DEFLATE = "deflate";
    private static final int BUFFER = 8 << 10;

    private final InputStream sent;
    private final String encoding;
    private final long maxBytes;
    private @Nullable InputStream decoded;
    private long count;

    /** Reads nothing yet. */
    DecodedBody(InputStream sent, String encoding, long maxBytes) {
        this.sent = sent;
        this.encoding = encoding;
        this.maxBytes = maxBytes;
    }

    static boolean isKnown(String encoding) {
        return encoding.equals(IDENTITY) || encoding.equals(DEFLATE) || GZIP.contains(encoding);
    }

    /** @throws ProblemException if the body is not what its encoding says, or too large */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            if (decoded == null) {
                decoded = GZIP.contains(encoding) ? new GzipStream(sent, BUFFER) : new InflaterInputStream(sent);
            }
            int read = decoded.read(into, offset, length);
            count += Math.max(read, 0);
            if (count > maxBytes) {
                throw new ProblemException(
                        ProblemDetails.Type.TOO_LARGE, "the decoded body must be at most " + maxBytes + " bytes");
            }
            return read;
        } catch (ZipException | EOFException e) {
            throw ProblemException.invalid("the body is not what Content-Encoding says, " + encoding);
        }
    }

    @Override
    public void close() throws IOException {
        if (decoded != null) {
            decoded.close();
        }
        sent.close();
    }
}
