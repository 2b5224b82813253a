package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.housing.TrainTestSplit;
import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import libsvm.svm;
import libsvm.svm_model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressorTest {
    @Test
    void shouldWriteSupportVectorsThatLibsvmReadsAndPredictsWith() throws Exception {
        TrainTestSplit split = HousingFixtures.split();
        FittedRegressor fitted = FittedRegressor.fit(
                ModelSpec.defaults(Algorithm.SUPPORT_VECTORS), split.train(), 42, TrainingListener.NONE);
        String text = new String(fitted.regressor().file().bytes(), StandardCharsets.US_ASCII);
        svm_model model = svm.svm_load_model(new BufferedReader(new StringReader(text)));
        for (int r = 0; r < split.heldOut().rows(); r++) {
            double[] columns = fitted.scaler().transform(split.heldOut().row(r));
            assertThat(fitted.regressor().predict(columns))
                    .isCloseTo(svm.svm_predict(model, SvrSolverTest.nodes(columns)), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.ubj", "model.libsvm"})
    void shouldRejectAFileThatIsNotAModel(String name) {
        byte[] text = "{\"intercept\": ".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Regressor.read(new ModelFile(name, text)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldRejectATruncatedTreeModel() throws Exception {
        byte[] complete = HousingFixtures.train(HousingFixtures.boosting(2))
                .model()
                .file()
                .bytes();
        for (int length = 0; length < complete.length; length += 97) {
            byte[] truncated = Arrays.copyOf(complete, length);
            assertThatThrownBy(() -> TreeEnsemble.read(truncated)).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void shouldDeriveColumnsByTheirFormulas() {
        double[] columns = FeatureSet.GEO.derive(new double[] {1, 2, 3, 4, 5, 6, 37.77, -122.42});
        int toSanFrancisco = FeatureSet.GEO.names().indexOf("ToSanFrancisco");
        assertThat(columns[toSanFrancisco]).isZero();
        assertThat(columns).hasSize(FeatureSet.GEO.names().size()).startsWith(1, 2, 3, 4, 5, 6, 37.77, -122.42);
        assertThat(FeatureSet.GEO.formulas()).hasSize(columns.length - Feature.count());
    }

    @Test
    void shouldNameTheColumnThatLeavesLinearRegressionWithoutASolution() throws Exception {
        double[][] columns = new double[Feature.count()][];
        Dataset sample = HousingFixtures.sample();
        for (Feature feature : Feature.all()) {
            columns[feature.column()] = sample.column(feature);
        }
        Arrays.fill(columns[Feature.AVE_ROOMS.column()], 3);
        Dataset bad = Dataset.of(columns, sample.targets());
        ModelSpec spec = ModelSpec.of(Algorithm.LINEAR, FeatureSet.RAW, Map.of());
        assertThatThrownBy(() -> FittedRegressor.fit(spec, bad, 42, TrainingListener.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("has no unique solution: column AveRooms has one value in all train rows");
    }

    @Test
    void shouldScaleByMeanAndPopulationDeviation() {
        StandardScaler scaler = StandardScaler.fit(new double[][] {{1, 5}, {3, 5}});
        assertThat(scaler.transform(new double[] {5, 7})).containsExactly(3, 2);
    }

    @Test
    void shouldWriteNumbersAsTheShortestTextOnEveryJava() {
        assertThat(Doubles.toPlainString(2.0E-3)).isEqualTo("0.002");
        assertThat(Doubles.toPlainString(2.2250738585072014E-308)).isEqualTo("2.2250738585072014E-308");
        // Double.toString gives 2.0000000000000001E23 or 2.0E23, depending on the Java version.
        assertThat(Doubles.toPlainString(2e23)).isEqualTo("2.0E23");
    }
}
