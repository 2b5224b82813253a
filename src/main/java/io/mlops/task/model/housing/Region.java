package io.mlops.task.model.housing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** The part of California that is nearer to one of its large cities than to the others. */
public enum Region {
    LOS_ANGELES("LosAngeles", 34.05, -118.24),
    SAN_FRANCISCO("SanFrancisco", 37.77, -122.42),
    SAN_DIEGO("SanDiego", 32.72, -117.16),
    SAN_JOSE("SanJose", 37.34, -121.89),
    SACRAMENTO("Sacramento", 38.58, -121.49);

    private final String title;
    private final double latitude;
    private final double longitude;

    Region(String title, double latitude, double longitude) {
        this.title = title;
        this.latitude = latitude;
        this.longitude = longitude;
    }

    /** Returns the region of a row with eight features, in {@link Feature} order. */
    public static Region of(double[] features) {
        return Arrays.stream(values())
                .min(Comparator.comparingDouble(region -> region.distance(features)))
                .orElseThrow();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    double latitude() {
        return latitude;
    }

    double longitude() {
        return longitude;
    }

    private double distance(double[] features) {
        return GeoFeatures.distance(features, latitude, longitude);
    }
}
