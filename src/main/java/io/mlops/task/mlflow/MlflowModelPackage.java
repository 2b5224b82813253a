package io.mlops.task.mlflow;

import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.regression.ModelFile;
import io.mlops.task.model.regression.TrainedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A trained model in MLflow's model format: {@code mlflow.pyfunc} predicts from the eight features; for tree models
 * {@code mlflow.xgboost} loads the booster, which takes the derived columns.
 */
final class MlflowModelPackage {

    /** The oldest version that reads the model files. */
    private static final String XGBOOST = "3.0.4";

    private static final String LOADER = "mlops_model.py";

    private MlflowModelPackage() {}

    /** Returns files by path. */
    static Map<String, Content> files(TrainedModel model, Instant createdAt) {
        ModelFile file = model.file();
        boolean trees = file.name().endsWith(".ubj");
        Map<String, Content> files = new LinkedHashMap<>();
        files.put(file.name(), Content.of(file.bytes()));
        files.put("descriptor.json", Content.of(Json.bytes(model.descriptor())));
        files.put("code/" + LOADER, Content.of(loader()));
        files.put("requirements.txt", utf8("mlflow\nnumpy\npandas\n" + (trees ? "xgboost>=" + XGBOOST + "\n" : "")));
        files.put("python_env.yaml", utf8("python: '3.11'\ndependencies:\n- -r requirements.txt\n"));
        // Last, because MLflow ignores a directory without it.
        files.put("MLmodel", utf8(pyfuncFlavor(createdAt) + (trees ? xgboostFlavor(file.name()) : "")));
        return files;
    }

    private static String pyfuncFlavor(Instant createdAt) {
        List<String> features = Feature.labels();
        String inputs = features.stream()
                .map(name -> "{\"type\": \"double\", \"name\": \"" + name + "\", \"required\": true}")
                .collect(Collectors.joining(", "));
        return """
                artifact_path: model
                utc_time_created: '%s'
                signature:
                  inputs: '[%s]'
                  outputs: '[{"type": "double", "required": true}]'
                  params: null
                flavors:
                  python_function:
                    loader_module: mlops_model
                    code: code
                    env:
                      virtualenv: python_env.yaml
                    python_version: '3.11'
                """.formatted(createdAt.toString().replace('T', ' ').replace("Z", ""), inputs);
    }

    private static String xgboostFlavor(String file) {
        return """
                  xgboost:
                    code: code
                    data: %s
                    model_class: xgboost.core.Booster
                    model_format: ubj
                    xgb_version: %s
                """.formatted(file, XGBOOST);
    }

    private static byte[] loader() {
        try (InputStream text = MlflowModelPackage.class.getResourceAsStream(LOADER)) {
            if (text == null) {
                throw new IllegalStateException(LOADER + " is not in the jar");
            }
            return text.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(LOADER + " in the jar cannot be read", e);
        }
    }

    private static Content utf8(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
