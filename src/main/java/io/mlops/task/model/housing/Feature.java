package io.mlops.task.model.housing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The eight features of a census block group, in the order of scikit-learn's {@code fetch_california_housing}.
 * A plausible range is what the unit allows, not what one file happens to contain: a value outside it is counted, never rejected.
 */
public enum Feature {
    MED_INC("MedInc", "median income, 10,000 USD", 0, 1_000),
    HOUSE_AGE("HouseAge", "median age of houses, years", 0, 500),
    AVE_ROOMS("AveRooms", "rooms per household", 0, 1_000),
    AVE_BEDRMS("AveBedrms", "bedrooms per household", 0, 1_000),
    POPULATION("Population", "people in the block group", 0, 1_000_000),
    AVE_OCCUP("AveOccup", "people per household", 0, 10_000),
    LATITUDE("Latitude", "degrees north", 32, 42.5),
    LONGITUDE("Longitude", "degrees east", -125, -114);

    private static final List<Feature> ALL = List.of(values());
    private static final Map<String, Feature> BY_TITLE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Feature::label, Function.identity()));

    private final String label;
    private final String unit;
    private final double min;
    private final double max;

    Feature(String label, String unit, double min, double max) {
        this.label = label;
        this.unit = unit;
        this.min = min;
        this.max = max;
    }

    /** Returns the name in files, requests and responses, e.g. {@code MedInc}. */
    @JsonValue
    public String label() {
        return label;
    }

    /** Returns its index in a row of features, from 0. */
    @SuppressWarnings("EnumOrdinal") // the order of the columns is part of this type's contract
    public int column() {
        return ordinal();
    }

    public String unit() {
        return unit;
    }

    /** Returns all features in column order. */
    public static List<Feature> all() {
        return ALL;
    }

    public static int count() {
        return ALL.size();
    }

    public static List<String> labels() {
        return ALL.stream().map(Feature::label).toList();
    }

    /** Finds a feature by its name, ignoring case and underscores ({@code med_inc} is {@code MedInc}). */
    public static Optional<Feature> find(String name) {
        Feature exact = BY_TITLE.get(name);
        return exact == null ? findNormalized(name) : Optional.of(exact);
    }

    private static Optional<Feature> findNormalized(String name) {
        String normalized = normalize(name);
        return Arrays.stream(values())
                .filter(feature -> normalize(feature.label).equals(normalized))
                .findFirst();
    }

    /** Returns whether the unit allows this value; {@code NaN} is not plausible. */
    public boolean isPlausible(double value) {
        return value >= min && value <= max;
    }

    /** Returns the plausible range as text, e.g. {@code [0, 500]}. */
    public String range() {
        return "[" + number(min) + ", " + number(max) + "]";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String normalize(String name) {
        return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
    }
}
