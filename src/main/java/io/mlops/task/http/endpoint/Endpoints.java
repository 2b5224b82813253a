package io.mlops.task.http.endpoint;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The paths of all resources. The web framework does not say which methods a path allows when it rejects one, and
 * filters that run before it has matched a path need the same facts.
 */
@Singleton
public final class Endpoints {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    /** By path template; a letter sorts before a brace, so a literal path precedes a template that matches it too. */
    private final TreeMap<String, Endpoint> endpoints = new TreeMap<>();

    /** A path and its methods. */
    private record Endpoint(String template, Pattern pattern, TreeSet<String> methods, TreeSet<String> forViewers) {
        static Endpoint of(String template) {
            Pattern pattern = Pattern.compile(PARAMETER.matcher(template).replaceAll("[^/]+"));
            return new Endpoint(template, pattern, new TreeSet<>(), new TreeSet<>());
        }
    }

    Endpoints(BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path root = bean.getBeanClass().getAnnotation(Path.class);
            if (root != null) {
                for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                    add(root.value(), method);
                }
            }
        }
    }

    private void add(String root, Method method) {
        String name = httpMethod(method);
        if (name != null) {
            Path path = method.getAnnotation(Path.class);
            String template = join(root, path == null ? "" : path.value());
            Endpoint endpoint = endpoints.computeIfAbsent(template, Endpoint::of);
            endpoint.methods().add(name);
            if (method.isAnnotationPresent(ViewersAllowed.class)) {
                endpoint.forViewers().add(name);
            }
        }
    }

    private static @Nullable String httpMethod(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod name = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (name != null) {
                return name.value();
            }
        }
        return null;
    }

    private static String join(String root, String path) {
        String joined = ("/" + root + "/" + path).replaceAll("/+", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }

    private @Nullable Endpoint find(String path) {
        for (Endpoint endpoint : endpoints.values()) {
            if (endpoint.pattern().matcher(path).matches()) {
                return endpoint;
            }
        }
        return null;
    }

    /** Returns the template that the path matches, such as {@code /runs/{id}}; null if there is none. */
    public @Nullable String template(String path) {
        Endpoint endpoint = find(path);
        return endpoint == null ? null : endpoint.template();
    }

    /** Returns the path's methods as the {@code Allow} header has them; null if there is no such path. */
    public @Nullable String allowedMethods(String path) {
        Endpoint endpoint = find(path);
        if (endpoint == null) {
            return null;
        }
        List<String> methods = new ArrayList<>(endpoint.methods());
        if (methods.remove("GET")) {
            methods.addAll(0, List.of("GET", "HEAD"));
        }
        return String.join(", ", methods);
    }

    /** Returns the methods that any path allows, as the {@code Allow} header has them. */
    public String allMethods() {
        TreeSet<String> methods = new TreeSet<>(List.of("HEAD", "OPTIONS"));
        endpoints.values().forEach(endpoint -> methods.addAll(endpoint.methods()));
        return String.join(", ", methods);
    }

    /** Whether the method is marked as {@link ViewersAllowed}. */
    public boolean isForViewers(String path, String method) {
        Endpoint endpoint = find(path);
        return endpoint != null && endpoint.forViewers().contains(method);
    }
}
