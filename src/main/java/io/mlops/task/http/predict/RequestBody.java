package io.mlops.task.http.predict;

import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.quarkus.runtime.BlockingOperationNotAllowedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to a model. A small one is processed on the thread that read it, because handing it over would
 * take longer; a large one would keep that thread from other requests.
 */
@SuppressWarnings("ArrayRecordComponent") // a body; never compared
record RequestBody(byte[] bytes) {
    private static final int INLINE_LIMIT = 16 << 10;

    static RequestBody read(InputStream body) throws IOException {
        try {
            byte[] bytes = body.readNBytes(JsonBody.MAX_BYTES + 1);
            if (bytes.length <= JsonBody.MAX_BYTES) {
                return new RequestBody(bytes);
            }
        } catch (BlockingOperationNotAllowedException e) {
            // The body is larger than the web framework's buffer, which is larger than the limit.
            throw tooLarge();
        }
        throw tooLarge();
    }

    /** Reads a body that may be compressed; both sizes are bounded. */
    static RequestBody read(InputStream body, @Nullable String encoding) throws IOException {
        RequestBody sent = read(body);
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return sent;
        }
        try (InputStream plain = inflating(new ByteArrayInputStream(sent.bytes), encoding)) {
            byte[] bytes = plain.readNBytes(JsonBody.MAX_BYTES + 1);
            if (bytes.length > JsonBody.MAX_BYTES) {
                throw tooLarge();
            }
            return new RequestBody(bytes);
        } catch (ZipException | EOFException e) {
            throw ProblemException.invalid("the body is not what Content-Encoding says, " + SafeText.excerpt(encoding));
        }
    }

    private static InputStream inflating(InputStream sent, String encoding) throws IOException {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(sent);
            case "deflate" -> new InflaterInputStream(sent);
            default ->
                throw new ProblemException(
                        ProblemDetails.Type.UNSUPPORTED_TYPE,
                        "Content-Encoding: " + Messages.mustBe("gzip, deflate or none", SafeText.excerpt(encoding)));
        };
    }

    Uni<Object> respond(Callable<Object> model) {
        Uni<Object> response = Uni.createFrom().item(() -> call(model));
        return bytes.length <= INLINE_LIMIT
                ? response
                : response.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Object call(Callable<Object> model) {
        try {
            return model.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw sneaky(e);
        }
    }

    /** Throws it unchanged, so that the exception mappers see its type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
        throw (E) e;
    }

    private static ProblemException tooLarge() {
        return new ProblemException(
                ProblemDetails.Type.TOO_LARGE, "must be at most " + JsonBody.MAX_BYTES + " bytes of JSON");
    }
}
