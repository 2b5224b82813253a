package io.mlops.task.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlops.task.Concurrent;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.regression.TreeEnsemble;
import io.mlops.task.model.regression.TreesInXgboost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The metrics of the system that this one replaces (scikit-learn 1.2.1), on the public file. */
@Concurrent
class ReferenceScoresTest {
    private static final double LINEAR = 0.745581;
    private static final double FOREST = 0.544333;
    private static final double BOOSTING = 0.479176;
    private static final double SUPPORT_VECTORS = 0.597498;

    @Test
    void shouldReproduceOrBeatTheReference() throws Exception {
        Dataset dataset =
                HousingCsvReader.read(HousingFixtures.publicEightFeatures()).dataset();
        TrainingResult result = HousingFixtures.train(dataset, HousingFixtures.referencePlan(2), TrainingListener.NONE);
        assertThat(heldOut(result, Algorithm.LINEAR).rmse()).isCloseTo(LINEAR, within(1e-4));
        assertThat(heldOut(result, Algorithm.LINEAR).r2()).isCloseTo(0.575788, within(1e-4));
        assertThat(heldOut(result, Algorithm.SUPPORT_VECTORS).rmse()).isCloseTo(SUPPORT_VECTORS, within(1e-4));
        assertThat(heldOut(result, Algorithm.SUPPORT_VECTORS).r2()).isCloseTo(0.727563, within(1e-4));
        assertThat(heldOut(result, Algorithm.RANDOM_FOREST).rmse()).isLessThanOrEqualTo(FOREST);
        assertThat(heldOut(result, Algorithm.GRADIENT_BOOSTING).rmse()).isLessThanOrEqualTo(BOOSTING);
        assertThat(result.winner().name()).isEqualTo("gradient_boosting");
        assertThat(result.winner().model().intervals().empiricalCoverage()).isCloseTo(0.9, within(0.015));
        for (TrainedCandidate candidate : result.candidates()) {
            if (candidate.model().file().name().equals(TreeEnsemble.FILE)) {
                TreesInXgboost.assertSame(candidate.model(), dataset);
            }
        }
    }

    /** Run it with {@code ./mvnw test -Dtests.excluded= -Dgroups=slow}; two threads take about a minute. */
    @Test
    @Tag("slow")
    void shouldReachTheBestScoreWithParametersChosenByCrossValidation() throws Exception {
        Dataset dataset =
                HousingCsvReader.read(HousingFixtures.publicEightFeatures()).dataset();
        TrainedCandidate best = HousingFixtures.train(dataset, HousingFixtures.bestPlan(2), TrainingListener.NONE)
                .winner();
        assertThat(best.heldOut().r2()).isGreaterThanOrEqualTo(0.865);
        TreesInXgboost.assertSame(best.model(), dataset);
    }

    private static RegressionMetrics heldOut(TrainingResult result, Algorithm algorithm) {
        return result.candidates().stream()
                .filter(candidate -> candidate.name().equals(algorithm.label()))
                .findFirst()
                .orElseThrow()
                .heldOut();
    }
}
