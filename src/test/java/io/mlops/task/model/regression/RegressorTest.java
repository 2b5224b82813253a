package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.SampleData;
import io.mlops.task.model.housing.TrainTestSplit;
import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import libsvm.svm;
import libsvm.svm_model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressorTest {
    @Test
    void shouldWriteSupportVectorsThatLibsvmReadsAndPredictsWith() throws Exception {
        TrainTestSplit split = SampleData.split();
        FittedRegressor fit = FittedRegressor.of(
                ModelSpec.defaults(Algorithm.SUPPORT_VECTORS), split.train(), 42, TrainingListener.NONE);
        String text = new String(fit.regressor().file().bytes(), StandardCharsets.US_ASCII);
        svm_model model = svm.svm_load_model(new BufferedReader(new StringReader(text)));
        for (int r = 0; r < split.heldOut().rows(); r++) {
            double[] columns = fit.scaling().apply(split.heldOut().row(r));
            assertThat(fit.regressor().predict(columns))
                    .isCloseTo(svm.svm_predict(model, SvrModel.nodes(columns)), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.ubj", "model.libsvm"})
    void shouldRefuseAFileThatIsNoModel(String name) {
        byte[] text = "{\"intercept\": ".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Regressor.read(new ModelFile(name, text)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldRefuseATreeModelThatWasCutShort() throws Exception {
        byte[] whole = SampleData.train(SampleData.boosting(2)).model().file().bytes();
        for (int length = 0; length < whole.length; length += 97) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TreeEnsemble.read(part)).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void shouldDeriveColumnsAsTheirFormulasSay() {
        double[] columns = FeatureSet.GEO.derive(new double[] {1, 2, 3, 4, 5, 6, 37.77, -122.42});
        int toSanFrancisco = FeatureSet.GEO.names().indexOf("ToSanFrancisco");
        assertThat(columns[toSanFrancisco]).isZero();
        assertThat(columns).hasSize(FeatureSet.GEO.names().size()).startsWith(1, 2, 3, 4, 5, 6, 37.77, -122.42);
        assertThat(FeatureSet.GEO.formulas()).hasSize(columns.length - Feature.count());
    }

    @Test
    void shouldScaleByMeanAndPopulationDeviation() {
        StandardScaler scaling = StandardScaler.of(new double[][] {{1, 5}, {3, 5}});
        assertThat(scaling.apply(new double[] {5, 7})).containsExactly(3, 2);
    }

    @Test
    void shouldWriteNumbersAsTheShortestTextOnEveryJava() {
        assertThat(Doubles.toPlainString(2.0E-3)).isEqualTo("0.002");
        assertThat(Doubles.toPlainString(2.2250738585072014E-308)).isEqualTo("2.2250738585072014E-308");
        // Java 17 writes this one as 2.0000000000000001E23 or 2.0E23, by its own lights.
        assertThat(Doubles.toPlainString(2e23)).isEqualTo("2.0E23");
    }
}
