package io.mlops.task.notify;

import io.mlops.task.execution.Execution;
import io.mlops.task.execution.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Pushes the result of a batch run to a Prometheus Pushgateway, in the text format, as the job {@code mlops_task}. */
public final class Pushgateway {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final URL url;

    private Pushgateway(URL url) {
        this.url = url;
    }

    /**
     * Returns a gateway to push to.
     *
     * @param base such as {@code http://localhost:9091}
     * @throws MalformedURLException if it is not an http or https URL
     */
    public static Pushgateway at(String base, String pipeline) throws MalformedURLException {
        if (!base.startsWith("http://") && !base.startsWith("https://")) {
            throw new MalformedURLException("must be a URL that starts with http:// or https://");
        }
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return new Pushgateway(new URL(trimmed + "/metrics/job/mlops_task/pipeline/" + pipeline));
    }

    /** @throws IOException if the gateway does not accept it, which does not change the result of the run */
    public void push(Execution.Result outcome, double seconds, Instant now) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/plain; version=0.0.4");
        try (OutputStream body = connection.getOutputStream()) {
            body.write(text(outcome, seconds, now).getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status / 100 != 2) {
            throw new IOException("status " + status);
        }
    }

    private static String text(Execution.Result outcome, double seconds, Instant now) {
        StringBuilder text = new StringBuilder();
        gauge(text, "mlops_batch_success", outcome.succeeded() ? 1 : 0);
        gauge(text, "mlops_batch_duration_seconds", seconds);
        gauge(text, "mlops_batch_last_completion_timestamp_seconds", now.toEpochMilli() / 1e3);
        RunResult metrics = outcome.metrics();
        if (metrics != null) {
            gauge(text, "mlops_batch_rows_processed", (double) metrics.rowsProcessed());
            gauge(
                    text,
                    "mlops_batch_" + metrics.metric(),
                    Double.parseDouble(metrics.value().text()));
            gauge(text, "mlops_batch_last_success_timestamp_seconds", now.toEpochMilli() / 1e3);
        }
        return text.toString();
    }

    private static void gauge(StringBuilder text, String name, double value) {
        text.append("# TYPE ").append(name).append(" gauge\n");
        text.append(name).append(' ').append(value).append('\n');
    }
}
