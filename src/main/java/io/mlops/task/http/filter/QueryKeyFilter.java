package io.mlops.task.http.filter;

import io.mlops.task.http.endpoint.MayBeEmpty;
import io.mlops.task.http.endpoint.QueryKeyPrefix;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.Suggestions;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
     * @param mayBeEmpty those of the names whose value may be empty
     * @param prefix of further keys; null if there are none
     */
    private record Keys(
            List<String> names,
            Set<String> mayBeEmpty,
            @Nullable String prefix) {
        static Keys of(Method method) {
            List<String> names = new ArrayList<>();
            Set<String> mayBeEmpty = new HashSet<>();
            for (Parameter parameter : method.getParameters()) {
                QueryParam query = parameter.getAnnotation(QueryParam.class);
                if (query != null) {
                    names.add(query.value());
                    if (parameter.isAnnotationPresent(MayBeEmpty.class)) {
                        mayBeEmpty.add(query.value());
                    }
                }
            }
            QueryKeyPrefix own = method.getAnnotation(QueryKeyPrefix.class);
            QueryKeyPrefix prefix = own == null ? method.getDeclaringClass().getAnnotation(QueryKeyPrefix.class) : own;
            return new Keys(List.copyOf(names), Set.copyOf(mayBeEmpty), prefix == null ? null : prefix.value());
        }

        boolean contains(String key) {
            return names.contains(key) || (prefix != null && key.startsWith(prefix));
        }

        /** A key with the prefix, such as a label's, may be empty. */
        boolean allowsEmpty(String key) {
            return mayBeEmpty.contains(key) || !names.contains(key);
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
