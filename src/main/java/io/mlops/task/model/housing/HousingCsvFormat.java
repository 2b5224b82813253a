package io.mlops.task.model.housing;

import java.util.List;

/** The public forms of the housing file: which columns each has, and how one of its records becomes the eight features. */
enum HousingCsvFormat {
    /** scikit-learn's: the features themselves, target in 100,000 USD. */
    EIGHT_FEATURES("8 features", Feature.titles(), List.of("target", "MedHouseVal"), 1) {
        @Override
        double[] features(double[] f) {
            return f;
        }
    },
    /** The older one: totals per block group, target in USD; {@code ocean_proximity} may stand beside them and is not read. */
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

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> columns;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
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

    /** The columns a record must have, in the order that {@link #features} wants their values. */
    List<String> columns() {
        return columns;
    }

    /** The names under which the target is known. */
    List<String> targets() {
        return targets;
    }

    /** What the file's target is divided by to be in 100,000 USD. */
    double targetUnit() {
        return targetUnit;
    }

    /** The eight features of a record, in {@link Feature} order; what was blank ({@code NaN}) stays blank. */
    abstract double[] features(double[] fields);
}
