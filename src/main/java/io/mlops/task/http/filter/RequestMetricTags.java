package io.mlops.task.http.filter;

import io.micrometer.core.instrument.Tags;
import io.mlops.task.http.endpoint.Endpoints;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Bounds the number of time series of the request metrics: all unknown methods have the same tag, and a request that is
 * rejected before the web framework has matched its path is counted by the path's template, without the ids in it.
 */
@Singleton
final class RequestMetricTags implements HttpServerMetricsTagsContributor {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Endpoints endpoints;

    RequestMetricTags(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Tags contribute(Context context) {
        HttpServerRequest request = context.request();
        Tags tags = METHODS.contains(request.method().name()) ? Tags.empty() : Tags.of("method", "OTHER");
        String path = request.path();
        String template = path == null ? null : endpoints.template(path);
        return template == null ? tags : tags.and("uri", template);
    }
}
