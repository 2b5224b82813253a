package io.mlops.task.model.registry;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.regression.TrainedModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The challenger's held-out rows on which two versions can be compared fairly: those that both or neither of them was
 * trained on. Rows are equal if their nine numbers are; a repeated row counts each time.
 *
 * @param heldOut the number of all the challenger's held-out rows
 */
record ComparisonRows(Dataset rows, int heldOut) {
    /** With fewer rows a bootstrap is overconfident. */
    private static final int MIN_ROWS = 30;

    static ComparisonRows of(Dataset heldOut, Dataset championTrain, Dataset challengerTrain) {
        Set<List<Double>> champion = values(championTrain);
        Set<List<Double>> challenger = values(challengerTrain);
        int[] fair = IntStream.range(0, heldOut.rows())
                .filter(row -> champion.contains(values(heldOut, row)) == challenger.contains(values(heldOut, row)))
                .toArray();
        return new ComparisonRows(heldOut.select(fair), heldOut.rows());
    }

    /** Fewer than {@link #MIN_ROWS} are enough only if no held-out row was excluded. */
    boolean isLargeEnough() {
        return rows.rows() >= minRows();
    }

    GateResult judge(PromotionGate gate, TrainedModel champion, TrainedModel challenger) {
        return gate.judge(rows.targets(), champion.predict(rows), challenger.predict(rows))
                .withHeldOut(heldOut);
    }

    /** Returns the reason if there are too few rows. */
    String rejection() {
        return "Not compared: only one of the two versions was trained on " + (heldOut - rows.rows()) + " of the "
                + heldOut + " held-out rows; the others must be at least " + minRows() + ", were " + rows.rows();
    }

    private int minRows() {
        return Math.min(MIN_ROWS, heldOut);
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
