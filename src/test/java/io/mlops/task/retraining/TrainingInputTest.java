package io.mlops.task.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.pipeline.HousingPipeline;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingInputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed: 1\nversion: v1\n",
                "seed: 4294967295\nversion: \"a \\\"b\\\", \\\\c: d\"\nplan: best\ntest_size: 0.25\n",
                "seed: 7\nversion: 'no'\nalgorithms: [gradient_boosting, linear_regression]\n"
                        + "gradient_boosting: {rounds: [20, 40], learning_rate: 1.0e-3, features: [raw, geo]}\nchecks: error\n"
            })
    void shouldGiveTheSameConfigurationFromItsEffectiveKeys(String config) throws Exception {
        ConfigSchema schema = new HousingPipeline(() -> {
                    throw new IllegalStateException("only its configuration is read");
                })
                .schema();
        Map<String, String> effective = schema.effective(config, "config");
        ModelProvenance provenance =
                ModelProvenance.of(new TrainTestSplit.Identity("", 1, 0.2, 80, 20), effective, "test", "");
        assertThat(schema.effective(TrainingInput.yaml(provenance), "config")).isEqualTo(effective);
    }
}
