package io.mlops.task.metrics;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import jakarta.inject.Singleton;
import java.util.Set;

/** A client may call a method whatever it likes; those that nobody knows are one series of the requests' metrics. */
@Singleton
final class HttpMethodTag implements HttpServerMetricsTagsContributor {
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Override
    public Tags contribute(Context context) {
        boolean known = KNOWN.contains(context.request().method().name());
        return known ? Tags.empty() : Tags.of("method", "OTHER");
    }
}
