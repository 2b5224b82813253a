package io.mlops.task.http.filter;

import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rejects headers of which the web framework would silently use one of several, or none. */
final class HeaderGuard {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final List<String> SINGLE = List.of(
            "Host",
            "Authorization",
            "Transfer-Encoding",
            "Content-Type",
            "Range",
            "Last-Event-ID",
            "Inference-Header-Content-Length",
            IDEMPOTENCY_KEY);

    private HeaderGuard() {}

    /** Returns what is wrong with the headers; null if nothing is. */
    static @Nullable String fault(HttpServerRequest request) {
        for (String name : SINGLE) {
            if (request.headers().getAll(name).size() > 1) {
                return name + ": must occur once";
            }
        }
        String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            return "Transfer-Encoding: " + Messages.mustBe("chunked", SafeText.excerpt(coding));
        }
        String key = request.getHeader(IDEMPOTENCY_KEY);
        return key != null && key.isBlank() ? IDEMPOTENCY_KEY + ": must be 1 to 255 printable ASCII characters" : null;
    }

    /** HTTP/1.0 has no interim responses: a client would take 100 for the response (RFC 9110, section 10.1.1). */
    static void ignoreExpectOfOldClients(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            request.headers().remove(HttpHeaders.EXPECT);
        }
    }
}
