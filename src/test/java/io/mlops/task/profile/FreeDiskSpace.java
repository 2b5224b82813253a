package io.mlops.task.profile;

import io.mlops.task.run.RunStore;
import io.mlops.task.store.FileRunStore;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The free disk space that the run store returns: what a test says, or else what there is. */
@Alternative
@Singleton
public class FreeDiskSpace {
    private static final long ACTUAL = -1;
    private static final long MAX_LOG_BYTES = 10 << 20;

    private volatile long bytes = ACTUAL;

    public void set(long freeBytes) {
        bytes = freeBytes;
    }

    public void reset() {
        bytes = ACTUAL;
    }

    @Produces
    @Singleton
    RunStore store(@ConfigProperty(name = "mlops.data") Path data) throws IOException {
        RunStore store = FileRunStore.open(data, MAX_LOG_BYTES);
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(),
                new Class<?>[] {RunStore.class},
                (proxy, method, arguments) -> method.getName().equals("freeBytes") && bytes != ACTUAL
                        ? bytes
                        : call(store, method, arguments));
    }

    void close(@Disposes RunStore store) throws IOException {
        store.close();
    }

    private static Object call(RunStore store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
