package io.mlops.task.model.registry;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.regression.TrainedModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The held-out rows of one of two versions on which the two can be compared fairly: those that both or neither of them was
 * trained on. Rows are equal if their nine numbers are; a repeated row counts each time.
 *
 * @param heldOut the number of all of that version's held-out rows
 */
record ComparisonRows(Dataset rows, int heldOut) {
    static ComparisonRows of(Dataset heldOut, Dataset championTrain, Dataset challengerTrain) {
        Set<List<Double>> champion = values(championTrain);
        Set<List<Double>> challenger = values(challengerTrain);
        int[] fair = IntStream.range(0, heldOut.rows())
                .filter(row -> champion.contains(values(heldOut, row)) == challenger.contains(values(heldOut, row)))
                .toArray();
        return new ComparisonRows(heldOut.select(fair), heldOut.rows());
    }

    PromotionGate.Predictions predictions(TrainedModel champion, TrainedModel challenger) {
        return new PromotionGate.Predictions(rows.targets(), champion.predict(rows), challenger.predict(rows));
    }

    /** Returns the reason if there are too few rows: with fewer, a bootstrap is overconfident. */
    Optional<String> objection(String name, int minRows) {
        return rows.rows() >= minRows
                ? Optional.empty()
                : Optional.of("Not compared: only one of the two versions was trained on " + (heldOut - rows.rows())
                        + " of " + name + " " + heldOut + " held-out rows; the others must be at least " + minRows
                        + ", were " + rows.rows());
    }

    private static Set<List<Double>> values(Dataset dataset) {
        Set<List<Double>> all = new HashSet<>();
        for (int row = 0; row < dataset.rows(); row++) {
            all.add(values(dataset, row));
        }
        return all;
    }

    private static List<Double> values(Dataset dataset, int row) {
        double[] nine = Arrays.copyOf(dataset.row(row), Feature.count() + 1);
        nine[Feature.count()] = dataset.target(row);
        return Arrays.stream(nine).boxed().toList();
    }
}
