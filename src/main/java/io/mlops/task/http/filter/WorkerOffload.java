package io.mlops.task.http.filter;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.NonBlockingHandler;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** Handles a request on a worker thread although its method is non-blocking. */
final class WorkerOffload {
    private final Map<RuntimeResource, RuntimeResource> blocking = new ConcurrentHashMap<>();

    /** To be called from a request filter: what follows the filter runs on a worker thread. */
    void accept(ResteasyReactiveRequestContext context) {
        int next = context.getPosition();
        context.restart(blocking.computeIfAbsent(context.getTarget(), method -> blocking(method, next)));
        context.suspend();
        context.resume(Infrastructure.getDefaultWorkerPool());
    }

    /** Without the handlers that return to the I/O thread. */
    private static RuntimeResource blocking(RuntimeResource method, int next) {
        ServerRestHandler[] handlers = Arrays.stream(method.getHandlerChain())
                .skip(next)
                .filter(handler -> !(handler instanceof NonBlockingHandler))
                .toArray(ServerRestHandler[]::new);
        return new RuntimeResource(
                method.getHttpMethod(),
                method.getPath(),
                method.getClassPath(),
                method.getProduces(),
                method.getConsumes(),
                method.getInvoker(),
                method.getEndpointFactory(),
                handlers,
                method.getJavaMethodName(),
                method.getParameterTypes(),
                method.getReturnType(),
                true,
                false,
                method.getResourceClass(),
                method.getLazyMethod(),
                method.getPathParameterIndexes(),
                method.getScore(),
                method.getStreamElementType(),
                method.getClassExceptionMappers());
    }
}
