package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.TrainingListener;
import java.util.List;

/** Plans with the usual seed, share and folds, and a training of a whole table. */
public final class Plans {
    private static final long SEED = 42;

    private Plans() {}

    public static TrainingPlan of(List<Candidate> candidates, int threads) {
        return new TrainingPlan(candidates, SEED, TrainingPlan.DEFAULT_TEST_SIZE, TrainingPlan.DEFAULT_FOLDS, threads);
    }

    /** The four models of the reference, with its parameters. */
    static TrainingPlan reference(int threads) throws ModelException {
        return of(
                List.of(
                        Candidate.of(ModelSpec.defaults(Algorithm.LINEAR)),
                        Candidate.of(ModelSpec.defaults(Algorithm.RANDOM_FOREST)),
                        Candidate.of(ModelSpec.defaults(Algorithm.GRADIENT_BOOSTING)),
                        Candidate.of(ModelSpec.defaults(Algorithm.SUPPORT_VECTORS))),
                threads);
    }

    /** Gradient boosting with places among its columns, its parameters chosen by cross-validation. */
    static TrainingPlan best(int threads) throws ModelException {
        return of(List.of(new Candidate("best", TrainingPlan.bestSpace())), threads);
    }

    /** Splits the table as the plan says, then trains and compares. */
    static TrainingResult run(Dataset table, TrainingPlan plan, TrainingListener watch) throws ModelException {
        return Training.run(TrainTestSplit.of(table, plan.seed(), plan.share()), plan, watch);
    }
}
