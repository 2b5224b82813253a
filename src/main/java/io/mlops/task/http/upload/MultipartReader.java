package io.mlops.task.http.upload;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a multipart body (RFC 2046, section 5.1.1) as they arrive, in constant memory. */
final class MultipartReader {
    private static final int BUFFER = 64 << 10;
    private static final int MAX_HEAD_BYTES = 16 << 10;
    /** The limit of RFC 2046 is 70. */
    private static final int MAX_BOUNDARY_LENGTH = 200;

    private static final HorspoolSearcher END_OF_HEAD = HorspoolSearcher.of("\r\n\r\n");

    private final InputStream body;
    private final HorspoolSearcher delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    /** The content of the current part is known from {@link #at} to here. */
    private int limit;
    /** Whether a delimiter is at {@link #limit}. */
    private boolean ended;

    MultipartReader(InputStream body, String boundary) {
        if (boundary.length() > MAX_BOUNDARY_LENGTH) {
            throw ProblemException.invalid("the boundary has " + boundary.length() + " characters");
        }
        this.body = body;
        this.delimiter = HorspoolSearcher.of("\r\n--" + boundary);
        // the line end of the first delimiter, which is missing at the start of the body
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    /** Skips the rest of the current part; returns the head of the next, null after the last part. */
    @Nullable
    String next() throws IOException {
        while (readable() > 0) {
            at = limit;
        }
        at += delimiter.length();
        while (end - at < 2) {
            fill();
        }
        if (buffer[at] == '-' && buffer[at + 1] == '-') {
            return null;
        }
        int headEnd = END_OF_HEAD.find(buffer, at, end);
        while (headEnd < 0) {
            if (end - at > MAX_HEAD_BYTES) {
                throw new ProblemException(
                        ProblemDetails.Type.TOO_LARGE,
                        "the head of a part is larger than " + MAX_HEAD_BYTES + " bytes");
            }
            fill();
            headEnd = END_OF_HEAD.find(buffer, at, end);
        }
        String head = new String(buffer, at, headEnd - at, StandardCharsets.UTF_8);
        if (!head.lines().limit(1).allMatch(String::isBlank)) {
            throw ProblemException.invalid("the multipart body has unexpected text after a boundary");
        }
        at = headEnd + END_OF_HEAD.length();
        limit = at;
        ended = false;
        return head;
    }

    /** Returns the content of the current part. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return readable() == 0 ? -1 : buffer[at++] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int read = Math.min(length, readable());
                System.arraycopy(buffer, at, into, offset, read);
                at += read;
                return read == 0 ? -1 : read;
            }
        };
    }

    /** Returns how many bytes of content can be read from the buffer, 0 at the end of the part. */
    private int readable() throws IOException {
        while (at == limit && !ended) {
            int found = delimiter.find(buffer, at, end);
            ended = found >= 0;
            limit = ended ? found : Math.max(at, end - delimiter.length() + 1);
            if (at == limit && !ended) {
                fill();
            }
        }
        return limit - at;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        limit -= at;
        at = 0;
        int read = body.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw ProblemException.invalid("the multipart body ends before its last boundary");
        }
        end += read;
    }
}
