package io.mlops.task.service;

import io.mlops.task.run.RunStore;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The free disk space that the run store returns: what a test says, or else what there is. */
@Alternative
@Singleton
public class FreeDiskSpace {
    private static final long ACTUAL = -1;

    private final Settings settings;
    private volatile long bytes = ACTUAL;

    FreeDiskSpace(Settings settings) {
        this.settings = settings;
    }

    public void set(long freeBytes) {
        bytes = freeBytes;
    }

    public void reset() {
        bytes = ACTUAL;
    }

    @Produces
    @Singleton
    RunStore store() throws IOException {
        RunStore store = new Wiring(settings).store();
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
