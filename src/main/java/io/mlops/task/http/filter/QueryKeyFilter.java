package io.mlops.task.http.filter;

import io.mlops.task.http.endpoint.QueryKeyPrefix;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.Suggestions;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Rejects query keys that a method does not have, that occur twice, or that have no value. If they were ignored, a list
 * would contain more than the client requested, and the client might delete it all.
 */
final class QueryKeyFilter {
    private final Map<Method, Keys> keys = new ConcurrentHashMap<>();

    /**
     * The keys of a method.
     *
     * @param prefix of further keys; null if there are none
     */
    private record Keys(List<String> names, @Nullable String prefix) {
        static Keys of(Method method) {
            List<String> names = new ArrayList<>();
            for (Annotation[] annotations : method.getParameterAnnotations()) {
                for (Annotation annotation : annotations) {
                    if (annotation instanceof QueryParam parameter) {
                        names.add(parameter.value());
                    }
                }
            }
            QueryKeyPrefix own = method.getAnnotation(QueryKeyPrefix.class);
            QueryKeyPrefix prefix = own == null ? method.getDeclaringClass().getAnnotation(QueryKeyPrefix.class) : own;
            return new Keys(List.copyOf(names), prefix == null ? null : prefix.value());
        }

        boolean contains(String key) {
            return names.contains(key) || (prefix != null && key.startsWith(prefix));
        }

        /** A label may be empty, and so may be the name of a group. */
        boolean allowsEmpty(String key) {
            return key.equals("group") || !names.contains(key);
        }

        String reason(String key) {
            if (names.isEmpty()) {
                return "unknown, there are none";
            }
            return "unknown, must be one of " + String.join(", ", names)
                    + (prefix == null ? "" : ", " + prefix + "<name>") + "; did you mean \""
                    + Suggestions.closest(key.toLowerCase(Locale.ROOT), names) + "\"?";
        }
    }

    @ServerRequestFilter
    void rejectUnknownKeys(ContainerRequestContext request, ResourceInfo resource) {
        for (Map.Entry<String, List<String>> entry :
                request.getUriInfo().getQueryParameters().entrySet()) {
            Keys known = keys.computeIfAbsent(resource.getResourceMethod(), Keys::of);
            String key = entry.getKey();
            if (!known.contains(key)) {
                throw ProblemException.invalid(
                        "query key \"" + SafeText.excerpt(key) + "\": " + known.reason(SafeText.excerpt(key)));
            }
            if (entry.getValue().contains("") && !known.allowsEmpty(key)) {
                throw ProblemException.invalid("query key \"" + SafeText.excerpt(key) + "\": must not be empty");
            }
            if (entry.getValue().size() > 1) {
                throw ProblemException.invalid("query key \"" + SafeText.excerpt(key)
                        + "\": must occur once, but occurs " + entry.getValue().size() + " times");
            }
        }
    }
}
