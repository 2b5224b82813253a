package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.TrainedModel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Learning from the train rows, and answering one held-out row after the other, each with its interval. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class HousingBenchmark {
    private static final String INPUT = System.getenv().getOrDefault("MLOPS_BENCH_INPUT", "sample-data/housing.csv");
    private static final long SEED = 42;

    @Param({"linear_regression", "random_forest", "gradient_boosting"})
    String kind;

    private ModelSpec spec;
    private Split split;
    private TrainedModel model;
    private double[][] rows;
    private int next;

    @Setup
    public void train() throws ModelException {
        spec = ModelSpec.usual(Kind.keyed(kind));
        split = Split.of(HousingCsv.read(Path.of(INPUT)).dataset(), SEED, TrainingPlan.DEFAULT_TEST_SIZE);
        Table heldOut = split.heldOut();
        Fit fit = fit();
        IntervalBands intervals =
                IntervalBands.of(heldOut.targets(), fit.predict(heldOut), IntervalBands.DEFAULT_COVERAGE);
        model = TrainedModel.of(fit, split.train(), intervals);
        rows = new double[heldOut.rows()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = heldOut.row(r);
        }
    }

    private Fit fit() throws ModelException {
        return Fit.of(spec, split.train(), SEED, TrainingWatch.NONE);
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 1)
    @Measurement(iterations = 5)
    public Object learn() throws ModelException {
        return fit();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public Prediction answer() {
        next = next + 1 == rows.length ? 0 : next + 1;
        return model.answer(rows[next]);
    }
}
