package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.FittedRegressor;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.model.regression.TrainingListener;
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

/** Training on the train rows, and predicting held-out rows one by one, each with its interval. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class HousingBenchmark {
    private static final String INPUT = System.getenv().getOrDefault("MLOPS_BENCH_INPUT", "sample-data/housing.csv");
    private static final long SEED = 42;

    @Param({"linear_regression", "random_forest", "gradient_boosting", "support_vector_regression"})
    String algorithm;

    private ModelSpec spec;
    private TrainTestSplit split;
    private TrainedModel model;
    private double[][] rows;
    private int next;

    @Setup
    public void train() throws ModelException {
        spec = ModelSpec.defaults(Algorithm.parse(algorithm));
        Dataset dataset = HousingCsvReader.read(Path.of(INPUT)).dataset();
        split = TrainTestSplit.of(dataset, SEED, TrainingPlan.DEFAULT_TEST_SIZE);
        Dataset heldOut = split.heldOut();
        FittedRegressor fitted = fitOnce();
        ConformalIntervals intervals =
                ConformalIntervals.of(heldOut.targets(), fitted.predict(heldOut), ConformalIntervals.DEFAULT_COVERAGE);
        model = TrainedModel.of(fitted, split.train(), intervals);
        rows = heldOut.matrix();
    }

    private FittedRegressor fitOnce() throws ModelException {
        return FittedRegressor.fit(spec, split.train(), SEED, TrainingListener.NONE);
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 1)
    @Measurement(iterations = 5)
    public Object fit() throws ModelException {
        return fitOnce();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public Prediction predict() {
        next = next + 1 == rows.length ? 0 : next + 1;
        return model.predictWithInterval(rows[next]);
    }
}
