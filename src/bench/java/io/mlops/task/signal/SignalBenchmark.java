package io.mlops.task.signal;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds for each value of a series. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SignalBenchmark {
    private static final int VALUES = 10_000;

    @Param({"5", "5000"})
    int window;

    private final double[] values = new double[VALUES];
    private final double[] means = new double[VALUES];
    private Signal signal = new Signal(1, WarmupPolicy.ZERO);

    @Setup
    public void series() {
        Random random = new Random(1);
        for (int i = 0; i < VALUES; i++) {
            values[i] = (4_000_000 + random.nextInt(100_000)) / 100.0;
        }
        signal = new Signal(window, WarmupPolicy.ZERO);
    }

    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long next() {
        signal.next(values, VALUES, means);
        return signal.above();
    }
}
