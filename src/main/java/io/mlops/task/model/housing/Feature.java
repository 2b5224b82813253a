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
 * A plausible range is what the unit allows, not what one file happens to hold: outside it a value is counted, never refused.
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
            ALL.stream().collect(Collectors.toUnmodifiableMap(Feature::title, Function.identity()));

    private final String title;
    private final String unit;
    private final double lowest;
    private final double highest;

    Feature(String title, String unit, double lowest, double highest) {
        this.title = title;
        this.unit = unit;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** The name in files, requests and answers, e.g. {@code MedInc}. */
    @JsonValue
    public String title() {
        return title;
    }

    /** Its place in a row of features, from 0. */
    @SuppressWarnings("EnumOrdinal") // the order of the columns is this type's promise
    public int column() {
        return ordinal();
    }

    public String unit() {
        return unit;
    }

    /** All features in column order; the list's index is the column. */
    public static List<Feature> all() {
        return ALL;
    }

    public static int count() {
        return ALL.size();
    }

    public static List<String> titles() {
        return ALL.stream().map(Feature::title).toList();
    }

    /** Finds a feature by its name; case and underscores do not matter ({@code med_inc} is {@code MedInc}). */
    public static Optional<Feature> named(String name) {
        Feature exact = BY_TITLE.get(name);
        return exact == null ? similar(name) : Optional.of(exact);
    }

    private static Optional<Feature> similar(String name) {
        String wanted = plain(name);
        return Arrays.stream(values())
                .filter(feature -> plain(feature.title).equals(wanted))
                .findFirst();
    }

    /** Whether the unit allows this value; {@code NaN} is not plausible. */
    public boolean plausible(double value) {
        return value >= lowest && value <= highest;
    }

    /** The plausible range as text, e.g. {@code [0, 500]}. */
    public String range() {
        return "[" + number(lowest) + ", " + number(highest) + "]";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String plain(String name) {
        return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
    }
}
