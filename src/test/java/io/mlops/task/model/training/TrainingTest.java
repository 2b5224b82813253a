package io.mlops.task.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.model.regression.TrainingCancelledException;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.regression.TreesInXgboost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Concurrent
class TrainingTest {
    private static SearchSpace boostingSpace() throws ModelException {
        return SearchSpace.of(
                Algorithm.GRADIENT_BOOSTING,
                List.of(FeatureSet.RAW, FeatureSet.GEO),
                Map.of(
                        "rounds", List.of(10.0, 40.0),
                        "max_depth", List.of(2.0, 4.0),
                        "subsample", List.of(0.7)),
                4);
    }

    private static TrainingPlan everyAlgorithm(int threads) throws ModelException {
        return HousingFixtures.plan(
                List.of(
                        HousingFixtures.linear(),
                        HousingFixtures.defaults(Algorithm.RANDOM_FOREST),
                        HousingFixtures.defaults(Algorithm.SUPPORT_VECTORS),
                        boostingSpace()),
                threads);
    }

    @Test
    void shouldGiveTheSameBytesAndScoresOnOneAndTwoThreadsAndAgain() throws Exception {
        TrainingResult one = HousingFixtures.train(HousingFixtures.sample(), everyAlgorithm(1), TrainingListener.NONE);
        TrainingResult two = HousingFixtures.train(HousingFixtures.sample(), everyAlgorithm(2), TrainingListener.NONE);
        for (int c = 0; c < one.candidates().size(); c++) {
            TrainedCandidate a = one.candidates().get(c);
            TrainedCandidate b = two.candidates().get(c);
            assertThat(b.model().file().bytes())
                    .as(a.name())
                    .isEqualTo(a.model().file().bytes());
            assertThat(b.heldOut()).isEqualTo(a.heldOut());
            assertThat(b.train()).isEqualTo(a.train());
            assertThat(b.trials()).isEqualTo(a.trials());
            assertThat(b.plots()).isEqualTo(a.plots());
        }
        assertThat(two.winner().name()).isEqualTo(one.winner().name());
    }

    @Test
    void shouldTrainAnotherModelWithAnotherSeed() throws Exception {
        SearchSpace forest = HousingFixtures.defaults(Algorithm.RANDOM_FOREST);
        TrainTestSplit split = HousingFixtures.split();
        byte[] first = Training.run(split, new TrainingPlan(List.of(forest), 1, 0.2, 3, 1), TrainingListener.NONE)
                .winner()
                .model()
                .file()
                .bytes();
        byte[] second = Training.run(split, new TrainingPlan(List.of(forest), 2, 0.2, 3, 1), TrainingListener.NONE)
                .winner()
                .model()
                .file()
                .bytes();
        assertThat(second).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void shouldPredictTheSameToTheLastBitAfterSavingAndLoading(Algorithm algorithm) throws Exception {
        TrainedModel model =
                HousingFixtures.train(HousingFixtures.defaults(algorithm)).model();
        TrainedModel loaded = TrainedModel.of(model.descriptor(), model.file());
        Dataset dataset = HousingFixtures.sample();
        assertThat(loaded.predict(dataset)).containsExactly(model.predict(dataset));
        assertThat(loaded.predictWithInterval(dataset.row(0))).isEqualTo(model.predictWithInterval(dataset.row(0)));
    }

    @Test
    void shouldEvaluateTreesAsXgboostDoes() throws Exception {
        for (SearchSpace candidate :
                List.of(HousingFixtures.defaults(Algorithm.RANDOM_FOREST), HousingFixtures.boosting(50))) {
            TreesInXgboost.assertSame(HousingFixtures.train(candidate).model(), HousingFixtures.sample());
        }
    }

    @Test
    void shouldChooseTheParametersWithTheLowestCrossValidatedError() throws Exception {
        TrainedCandidate searched = HousingFixtures.train(boostingSpace());
        assertThat(searched.trials()).hasSize(8);
        Trial best = searched.trials().stream()
                .min((a, b) -> Double.compare(a.rmse(), b.rmse()))
                .orElseThrow();
        assertThat(searched.model().spec()).isEqualTo(best.spec());
    }

    @Test
    void shouldScoreFewerRoundsByALongerTraining() throws Exception {
        TrainTestSplit split = HousingFixtures.split();
        CrossValidation folds = CrossValidation.of(split.train(), 3, 42);
        ModelSpec ten = HousingFixtures.boosting(10).specs(42).get(0);
        ModelSpec thirty = HousingFixtures.boosting(30).specs(42).get(0);
        try (TrainingExecutor threads = TrainingExecutor.of(1)) {
            double separate = folds.score(List.of(ten), threads, TrainingListener.NONE)
                    .get(0)
                    .rmse();
            double together = folds.score(List.of(ten, thirty), threads, TrainingListener.NONE)
                    .get(0)
                    .rmse();
            assertThat(together).isCloseTo(separate, org.assertj.core.api.Assertions.within(1e-6));
        }
    }

    @Test
    void shouldDrawAtMostAsManyCombinationsAsTrialsAndTheSameForASeed() throws Exception {
        SearchSpace space = SearchSpace.of(
                Algorithm.SUPPORT_VECTORS,
                List.of(FeatureSet.RAW),
                Map.of("C", List.of(1.0, 2.0, 3.0, 4.0), "epsilon", List.of(0.1, 0.2, 0.3)),
                5);
        assertThat(space.specs(1)).hasSize(5).doesNotHaveDuplicates().isEqualTo(space.specs(1));
        assertThat(space.specs(2)).isNotEqualTo(space.specs(1));
    }

    @Test
    void shouldNameAnUnknownOrOutOfRangeParameter() {
        assertThatThrownBy(() -> ModelSpec.of(Algorithm.RANDOM_FOREST, FeatureSet.RAW, Map.of("deep", 3.0)))
                .hasMessageContaining("deep")
                .hasMessageContaining("max_depth");
        assertThatThrownBy(() -> ModelSpec.of(Algorithm.RANDOM_FOREST, FeatureSet.RAW, Map.of("trees", 2.5)))
                .hasMessageContaining("trees of random_forest must be an integer from 1.0 to 5000.0, was 2.5");
        assertThatThrownBy(() -> Algorithm.parse("neural"))
                .hasMessageContaining("neural")
                .hasMessageContaining("linear");
    }

    @Test
    void shouldReportProgressOfEverySearchAndTraining() throws Exception {
        Set<String> steps = ConcurrentHashMap.newKeySet();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void progress(String step, int done, int of) {
                if (done == of) {
                    steps.add(step);
                }
            }
        };
        SearchSpace searched = boostingSpace();
        HousingFixtures.train(HousingFixtures.sample(), HousingFixtures.plan(List.of(searched), 1), listener);
        assertThat(steps).containsExactlyInAnyOrder("cross-validation", "gradient_boosting", "training");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void shouldStopIfCancelled(Algorithm algorithm) throws Exception {
        List<String> checks = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public synchronized boolean isCancelRequested() {
                checks.add("");
                return algorithm == Algorithm.LINEAR || checks.size() > 1;
            }
        };
        TrainingPlan plan = HousingFixtures.plan(List.of(HousingFixtures.defaults(algorithm)), 1);
        assertThatThrownBy(() -> HousingFixtures.train(HousingFixtures.sample(), plan, listener))
                .isInstanceOf(TrainingCancelledException.class);
    }

    @Test
    void shouldStopIfItsThreadIsInterrupted() throws Exception {
        TrainingPlan plan = HousingFixtures.plan(List.of(HousingFixtures.boosting(20_000)), 1);
        Dataset dataset = HousingFixtures.sample();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> HousingFixtures.train(dataset, plan, TrainingListener.NONE))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldDescribeTheModelInACardThatIsTheSameEveryTime() throws Exception {
        String card = HousingFixtures.newVersion(HousingFixtures.linear()).card();
        assertThat(card)
                .contains("linear_regression", "held out", "R²", "MedInc", "seed 42", "90 %")
                .isEqualTo(HousingFixtures.newVersion(HousingFixtures.linear()).card());
    }
}
