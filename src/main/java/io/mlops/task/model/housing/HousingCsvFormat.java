package io.mlops.task.model.housing;

import java.util.List;

/** The public formats of the housing file: their columns, and the conversion of a record to the eight features. */
enum HousingCsvFormat {
    /** scikit-learn's format: the features themselves, target in 100,000 USD. */
    EIGHT_FEATURES("8 features", Feature.labels(), List.of("target", "MedHouseVal"), 1) {
        @Override
        double[] features(double[] f) {
            return f;
        }
    },
    /** The older format: totals per block group, target in USD; {@code ocean_proximity} is not read. */
    BLOCK_TOTALS(
            "block totals (ocean_proximity)",
            List.of(
                    "longitude",
                    "latitude",
                    "housing_median_age",
                    "total_rooms",
                    "total_bedrooms",
                    "population",
                    "households",
                    "median_income"),
            List.of("median_house_value"),
            100_000) {
        @Override
        double[] features(double[] f) {
            double households = f[6];
            return new double[] {f[7], f[2], f[3] / households, f[4] / households, f[5], f[5] / households, f[1], f[0]};
        }
    };

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // an immutable list
    private final List<String> columns;

    @SuppressWarnings("ImmutableEnumChecker") // an immutable list
    private final List<String> targets;

    private final double targetUnit;

    HousingCsvFormat(String title, List<String> columns, List<String> targets, double targetUnit) {
        this.title = title;
        this.columns = columns;
        this.targets = targets;
        this.targetUnit = targetUnit;
    }

    String title() {
        return title;
    }

    /** Returns the columns that a record must have, in the order that {@link #features} expects. */
    List<String> columns() {
        return columns;
    }

    /** Returns the names that the target may have. */
    List<String> targets() {
        return targets;
    }

    /** Returns the divisor that converts the file's target to 100,000 USD. */
    double targetUnit() {
        return targetUnit;
    }

    /** Returns the eight features of a record, in {@link Feature} order; a missing value is {@code NaN}. */
    abstract double[] features(double[] fields);
}
