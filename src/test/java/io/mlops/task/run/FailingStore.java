package io.mlops.task.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose methods throw errors, or that has little space, when a test says so. */
public final class FailingStore implements InvocationHandler {
    private final RunStore store;
    private final AtomicInteger remaining = new AtomicInteger();
    private volatile String method = "";
    private volatile Throwable thrown = new OutOfMemoryError("a test's");
    private volatile long freeBytes = Long.MAX_VALUE;

    private FailingStore(RunStore store) {
        this.store = store;
    }

    public static FailingStore over(RunStore store) {
        return new FailingStore(store);
    }

    public RunStore store() {
        return (RunStore)
                Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, this);
    }

    /** The next calls of a method fail, before it has done anything. */
    public void fail(String name, int times, Throwable failure) {
        thrown = failure;
        method = name;
        remaining.set(times);
    }

    public void fail(String name, int times) {
        fail(name, times, new OutOfMemoryError("a test's"));
    }

    /** Reports at most so many free bytes. */
    public void limitFreeBytes(long maxFreeBytes) {
        freeBytes = maxFreeBytes;
    }

    /** Whether every failure asked for has happened. */
    public boolean isSpent() {
        return remaining.get() <= 0;
    }

    @Override
    public Object invoke(Object proxy, Method called, Object[] arguments) throws Throwable {
        if (called.getName().equals(method) && remaining.getAndDecrement() > 0) {
            throw thrown;
        }
        try {
            Object result = called.invoke(store, arguments);
            return called.getName().equals("freeBytes") ? Math.min((long) result, freeBytes) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
