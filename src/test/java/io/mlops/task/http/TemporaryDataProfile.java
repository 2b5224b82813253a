package io.mlops.task.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The service with data and inputs in folders of its own, gone with the test. */
public class TemporaryDataProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "service-");
            Path inputs = Files.createDirectory(folder.resolve("inputs"));
            Files.copy(Path.of("sample-data/ohlcv.csv"), inputs.resolve("ohlcv.csv"));
            return Map.of(
                    "mlops.data",
                    folder.resolve("data").toString(),
                    "mlops.input-roots",
                    inputs.toString(),
                    "mlops.workers",
                    "2",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
