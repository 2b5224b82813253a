package io.mlops.task.model.housing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The public files, which are not part of the project: tests that need them are skipped, saying so, where they are not. */
public final class HousingData {
    private static final String SETTING = "MLOPS_HOUSING_DATA";

    private HousingData() {}

    public static Path eightFeatures() {
        return file("california_housing.csv");
    }

    static Path blockTotals() {
        return file("housing_with_ocean_proximity.csv");
    }

    private static Path file(String name) {
        String folder = Optional.ofNullable(System.getProperty(SETTING))
                .or(() -> Optional.ofNullable(System.getenv(SETTING)))
                .orElse("../shared/housing");
        Path file = Path.of(folder, name);
        assumeThat(Files.isReadable(file))
                .as("the public file %s is there; -D%s=<folder> says where", file, SETTING)
                .isTrue();
        return file;
    }
}
