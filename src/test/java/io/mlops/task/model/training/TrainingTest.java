package io.mlops.task.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.SampleData;
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

    private static TrainingPlan everyKind(int threads) throws ModelException {
        return Plans.of(
                List.of(
                        SampleData.linear(),
                        SampleData.usual(Algorithm.RANDOM_FOREST),
                        SampleData.usual(Algorithm.SUPPORT_VECTORS),
                        new Candidate("searched", boostingSpace())),
                threads);
    }

    @Test
    void shouldGiveTheSameBytesAndScoresOnOneAndTwoThreadsAndAgain() throws Exception {
        TrainingResult one = Plans.run(SampleData.table(), everyKind(1), TrainingListener.NONE);
        TrainingResult two = Plans.run(SampleData.table(), everyKind(2), TrainingListener.NONE);
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
    void shouldLearnSomethingOtherWithAnotherSeed() throws Exception {
        Candidate forest = SampleData.usual(Algorithm.RANDOM_FOREST);
        TrainTestSplit split = SampleData.split();
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
    void shouldPredictTheSameToTheLastBitAfterSavingAndLoading(Algorithm kind) throws Exception {
        TrainedModel model = SampleData.train(SampleData.usual(kind)).model();
        TrainedModel loaded = TrainedModel.of(model.descriptor(), model.file());
        Dataset table = SampleData.table();
        assertThat(loaded.predict(table)).containsExactly(model.predict(table));
        assertThat(loaded.answer(table.row(0))).isEqualTo(model.answer(table.row(0)));
    }

    @Test
    void shouldEvaluateTreesAsXgboostDoes() throws Exception {
        for (Candidate candidate : List.of(SampleData.usual(Algorithm.RANDOM_FOREST), SampleData.boosting(50))) {
            TreesInXgboost.assertSame(SampleData.train(candidate).model(), SampleData.table());
        }
    }

    @Test
    void shouldChooseTheParametersWithTheLowestCrossValidatedError() throws Exception {
        TrainedCandidate searched = SampleData.train(new Candidate("searched", boostingSpace()));
        assertThat(searched.trials()).hasSize(8);
        Trial best = searched.trials().stream()
                .min((a, b) -> Double.compare(a.rmse(), b.rmse()))
                .orElseThrow();
        assertThat(searched.model().spec()).isEqualTo(best.spec());
    }

    @Test
    void shouldReadFewerRoundsOffALongerTraining() throws Exception {
        TrainTestSplit split = SampleData.split();
        CrossValidation folds = CrossValidation.of(split.train(), 3, 42);
        ModelSpec ten = SampleData.boosting(10).space().specs(42).get(0);
        ModelSpec thirty = SampleData.boosting(30).space().specs(42).get(0);
        try (TrainingExecutor threads = TrainingExecutor.of(1)) {
            double apart = folds.score(List.of(ten), threads, TrainingListener.NONE)
                    .get(0)
                    .rmse();
            double together = folds.score(List.of(ten, thirty), threads, TrainingListener.NONE)
                    .get(0)
                    .rmse();
            assertThat(together).isCloseTo(apart, org.assertj.core.api.Assertions.within(1e-6));
        }
    }

    @Test
    void shouldDrawNoMoreCombinationsThanTrialsAndTheSameForASeed() throws Exception {
        SearchSpace space = SearchSpace.of(
                Algorithm.SUPPORT_VECTORS,
                List.of(FeatureSet.RAW),
                Map.of("C", List.of(1.0, 2.0, 3.0, 4.0), "epsilon", List.of(0.1, 0.2, 0.3)),
                5);
        assertThat(space.specs(1)).hasSize(5).doesNotHaveDuplicates().isEqualTo(space.specs(1));
        assertThat(space.specs(2)).isNotEqualTo(space.specs(1));
    }

    @Test
    void shouldNameAParameterThatIsUnknownOrOutOfRange() {
        assertThatThrownBy(() -> ModelSpec.of(Algorithm.RANDOM_FOREST, FeatureSet.RAW, Map.of("deep", 3.0)))
                .hasMessageContaining("deep")
                .hasMessageContaining("max_depth");
        assertThatThrownBy(() -> ModelSpec.of(Algorithm.RANDOM_FOREST, FeatureSet.RAW, Map.of("trees", 2.5)))
                .hasMessageContaining("trees of random_forest is 2.5; wanted a whole number");
        assertThatThrownBy(() -> Algorithm.keyed("neural"))
                .hasMessageContaining("neural")
                .hasMessageContaining("linear");
    }

    @Test
    void shouldReportProgressOfEverySearchAndTraining() throws Exception {
        Set<String> steps = ConcurrentHashMap.newKeySet();
        TrainingListener watch = new TrainingListener() {
            @Override
            public void progress(String step, int done, int of) {
                if (done == of) {
                    steps.add(step);
                }
            }
        };
        Candidate searched = new Candidate("searched", boostingSpace());
        Plans.run(SampleData.table(), Plans.of(List.of(searched), 1), watch);
        assertThat(steps).containsExactlyInAnyOrder("cross-validation", "gradient_boosting", "training");
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void shouldStopWhenAsked(Algorithm kind) throws Exception {
        List<String> asked = new ArrayList<>();
        TrainingListener watch = new TrainingListener() {
            @Override
            public synchronized boolean stopRequested() {
                asked.add("");
                return kind == Algorithm.LINEAR || asked.size() > 1;
            }
        };
        TrainingPlan plan = Plans.of(List.of(SampleData.usual(kind)), 1);
        assertThatThrownBy(() -> Plans.run(SampleData.table(), plan, watch))
                .isInstanceOf(TrainingCancelledException.class);
    }

    @Test
    void shouldStopWhenItsThreadIsInterrupted() throws Exception {
        TrainingPlan plan = Plans.of(List.of(SampleData.boosting(20_000)), 1);
        Dataset table = SampleData.table();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Plans.run(table, plan, TrainingListener.NONE))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldDescribeTheModelInACardThatIsTheSameEveryTime() throws Exception {
        String card = SampleData.newVersion(SampleData.linear()).card();
        assertThat(card)
                .contains("linear_regression", "held out", "R²", "MedInc", "seed 42", "90 %")
                .isEqualTo(SampleData.newVersion(SampleData.linear()).card());
    }
}
