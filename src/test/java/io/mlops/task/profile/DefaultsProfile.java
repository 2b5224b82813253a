package io.mlops.task.profile;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The service as it starts without settings, apart from its directories. */
public final class DefaultsProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return directories();
    }

    /** Data and inputs in directories of their own; the inputs are copies of the sample data. */
    static Map<String, String> directories() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "service").toAbsolutePath());
            Path directory = Files.createTempDirectory(parent, "");
            Path data = Files.createDirectory(directory.resolve("data"));
            Path inputs = Files.createDirectory(directory.resolve("inputs"));
            for (String sample : new String[] {"ohlcv.csv", "housing.csv"}) {
                Files.copy(Path.of("sample-data", sample), inputs.resolve(sample));
            }
            return new HashMap<>(Map.of("mlops.data", data.toString(), "mlops.input-roots", inputs.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
