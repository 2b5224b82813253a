package io.mlops.task.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Block groups of an invented state on California's map, in the columns of scikit-learn's housing data with their
 * {@code target}. Prices rise with income and fall with crowding and with the way to a town; nothing in it was surveyed.
 * {@link Random} and {@link StrictMath} are exactly specified, so that the bytes are the same everywhere.
 */
public final class HousingSample {
    public static final int ROWS = 2_000;
    public static final long SEED = 42;

    private static final String HEADER =
            "MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,target";
    private static final Town[] TOWNS = {
        new Town(34.05, -118.25, 36, 0.35, 3.6, 1.15),
        new Town(37.75, -122.35, 22, 0.25, 4.2, 1.75),
        new Town(32.80, -117.10, 10, 0.18, 3.9, 1.10),
        new Town(38.55, -121.45, 10, 0.25, 3.3, 0.55),
        new Town(36.75, -119.75, 9, 0.45, 2.6, 0.20),
        new Town(35.35, -119.05, 6, 0.35, 2.7, 0.15),
        new Town(40.55, -122.35, 4, 0.60, 2.4, 0.25),
        new Town(34.00, -117.30, 13, 0.30, 3.4, 0.45),
    };

    private final Random random;

    private HousingSample(long seed) {
        random = new Random(seed);
    }

    /** Degrees; how many of a hundred or so block groups; spread in degrees; 10,000 USD; 100,000 USD above the rest. */
    private record Town(double latitude, double longitude, int weight, double spread, double income, double premium) {}

    public static void write(Path file, int rows, long seed) throws IOException {
        HousingSample sample = new HousingSample(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write(HEADER + "\n");
            for (int i = 0; i < rows; i++) {
                out.write(sample.row());
            }
        }
    }

    private String row() {
        Town town = town();
        double north = random.nextGaussian() * town.spread;
        double east = random.nextGaussian() * town.spread;
        double income = between(0.5, 15.0001, town.income * StrictMath.exp(0.42 * random.nextGaussian() - 0.05));
        double age = StrictMath.rint(between(1, 52, 29 + 13 * random.nextGaussian()));
        double households = StrictMath.rint(between(20, 5_000, 420 * StrictMath.exp(0.6 * random.nextGaussian())));
        double rooms = households * between(1.5, 20, 3.9 + 0.38 * income + 0.7 * random.nextGaussian());
        double bedrooms = households * between(0.6, 4, 1.06 + 0.06 * random.nextGaussian());
        double population = households * between(1.2, 8, 2.9 + 0.55 * random.nextGaussian());
        double away = StrictMath.sqrt(north * north + east * east) / town.spread;
        double value = 0.25
                + 0.4 * income
                + town.premium * StrictMath.exp(-away)
                + 0.006 * age
                - 0.28 * (population / households - 2.9)
                + 0.28 * random.nextGaussian();
        return decimal(income, 4) + "," + decimal(age, 1) + "," + ratio(rooms, households) + ","
                + ratio(bedrooms, households) + "," + decimal(StrictMath.rint(population), 1) + ","
                + ratio(population, households) + "," + decimal(town.latitude + north, 2) + ","
                + decimal(town.longitude + east, 2) + "," + decimal(between(0.14999, 5.00001, value), 5) + "\n";
    }

    private Town town() {
        int all = 0;
        for (Town town : TOWNS) {
            all += town.weight;
        }
        int drawn = random.nextInt(all);
        int at = 0;
        while (drawn >= TOWNS[at].weight) {
            drawn -= TOWNS[at++].weight;
        }
        return TOWNS[at];
    }

    /** A rounded count per household, as in a census. */
    private static String ratio(double count, double households) {
        return decimal(StrictMath.rint(count) / households, 6);
    }

    private static double between(double low, double high, double value) {
        return StrictMath.max(low, StrictMath.min(high, value));
    }

    private static String decimal(double value, int decimals) {
        long one = 1;
        for (int d = 0; d < decimals; d++) {
            one *= 10;
        }
        long units = StrictMath.round(StrictMath.abs(value) * one);
        String fraction = Long.toString(one + units % one).substring(1);
        return (value < 0 ? "-" : "") + units / one + "." + fraction;
    }
}
