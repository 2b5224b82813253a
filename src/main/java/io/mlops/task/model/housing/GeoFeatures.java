package io.mlops.task.model.housing;

import io.mlops.task.model.data.Doubles;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns derived from the coordinates: rotations, so that a tree's axis-parallel splits can follow the coast, and
 * distances to cities. Degrees of longitude are scaled by cos(36.5°) to the length of degrees of latitude; only +, -, *
 * and sqrt are used, which give the same bits on every platform.
 */
final class GeoFeatures {
    private static final double LONGITUDE_SCALE = 0.8038568606172173;
    private static final int ROTATION_STEP = 15;

    private GeoFeatures() {}

    private record Rotation(String name, double along, double across) implements FeatureSet.Derived {
        static Rotation by(int degrees) {
            double angle = StrictMath.toRadians(degrees);
            return new Rotation("Rotated" + degrees, StrictMath.cos(angle) * LONGITUDE_SCALE, StrictMath.sin(angle));
        }

        @Override
        public String formula() {
            return Doubles.toPlainString(along) + " * (Longitude + 119.5) + " + Doubles.toPlainString(across)
                    + " * (Latitude - 36.0)";
        }

        @Override
        public double value(double[] f) {
            return along * (f[Feature.LONGITUDE.column()] + 119.5) + across * (f[Feature.LATITUDE.column()] - 36.0);
        }
    }

    private record Distance(String name, double latitude, double longitude) implements FeatureSet.Derived {
        @Override
        public String formula() {
            String east = "(Longitude - (" + Doubles.toPlainString(longitude) + ")) * "
                    + Doubles.toPlainString(LONGITUDE_SCALE);
            String north = "(Latitude - " + Doubles.toPlainString(latitude) + ")";
            return "sqrt((" + east + ") * (" + east + ") + " + north + " * " + north + ")";
        }

        @Override
        public double value(double[] f) {
            return distance(f, latitude, longitude);
        }
    }

    /** Returns the distance of a row's place from another, in degrees of latitude. */
    static double distance(double[] f, double latitude, double longitude) {
        double east = (f[Feature.LONGITUDE.column()] - longitude) * LONGITUDE_SCALE;
        double north = f[Feature.LATITUDE.column()] - latitude;
        return Math.sqrt(east * east + north * north);
    }

    static List<FeatureSet.Derived> columns() {
        List<FeatureSet.Derived> columns = new ArrayList<>();
        for (int degrees = ROTATION_STEP; degrees < 180; degrees += ROTATION_STEP) {
            if (degrees != 90) {
                columns.add(Rotation.by(degrees));
            }
        }
        for (Region region : Region.values()) {
            columns.add(new Distance("To" + region.title(), region.latitude(), region.longitude()));
        }
        return List.copyOf(columns);
    }
}
