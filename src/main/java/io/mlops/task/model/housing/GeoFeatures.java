package io.mlops.task.model.housing;

import io.mlops.task.model.data.Doubles;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a block group lies, seen so that a tree's straight cuts can follow the coast and the towns. Degrees of longitude
 * are shortened by cos(36.5°) to the length of degrees of latitude; only +, -, * and sqrt are used, which are exact
 * everywhere.
 */
final class GeoFeatures {
    private static final double SHORTENED = 0.8038568606172173;
    private static final int STEP = 15;

    private GeoFeatures() {}

    private record Rotation(String name, double along, double across) implements FeatureSet.Derived {
        static Rotation by(int degrees) {
            double angle = StrictMath.toRadians(degrees);
            return new Rotation("Rotated" + degrees, StrictMath.cos(angle) * SHORTENED, StrictMath.sin(angle));
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
            String east =
                    "(Longitude - (" + Doubles.toPlainString(longitude) + ")) * " + Doubles.toPlainString(SHORTENED);
            String north = "(Latitude - " + Doubles.toPlainString(latitude) + ")";
            return "sqrt((" + east + ") * (" + east + ") + " + north + " * " + north + ")";
        }

        @Override
        public double value(double[] f) {
            double east = (f[Feature.LONGITUDE.column()] - longitude) * SHORTENED;
            double north = f[Feature.LATITUDE.column()] - latitude;
            return Math.sqrt(east * east + north * north);
        }
    }

    static List<FeatureSet.Derived> columns() {
        List<FeatureSet.Derived> columns = new ArrayList<>();
        for (int degrees = STEP; degrees < 180; degrees += STEP) {
            if (degrees != 90) {
                columns.add(Rotation.by(degrees));
            }
        }
        columns.add(new Distance("ToLosAngeles", 34.05, -118.24));
        columns.add(new Distance("ToSanFrancisco", 37.77, -122.42));
        columns.add(new Distance("ToSanDiego", 32.72, -117.16));
        columns.add(new Distance("ToSanJose", 37.34, -121.89));
        columns.add(new Distance("ToSacramento", 38.58, -121.49));
        return List.copyOf(columns);
    }
}
