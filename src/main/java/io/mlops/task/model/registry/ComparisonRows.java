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
 * The challenger's held-out rows on which two versions can be compared: those that both learnt or neither did. A row is
 * known by its nine numbers; one that is there several times counts as often.
 *
 * @param heldOut all of the challenger's held-out rows
 */
record ComparisonRows(Dataset rows, int heldOut) {
    /** On fewer a bootstrap finds more than it should. */
    private static final int MIN_ROWS = 30;

    /** Takes the challenger's held-out rows, and those that each of the two learnt from. */
    static ComparisonRows of(Dataset heldOut, Dataset champion, Dataset challenger) {
        Set<List<Double>> known = numbers(champion);
        Set<List<Double>> learnt = numbers(challenger);
        int[] fair = IntStream.range(0, heldOut.rows())
                .filter(row -> known.contains(numbers(heldOut, row)) == learnt.contains(numbers(heldOut, row)))
                .toArray();
        return new ComparisonRows(heldOut.select(fair), heldOut.rows());
    }

    /** Few rows are enough only where they are all that is held out. */
    boolean isLargeEnough() {
        return rows.rows() >= fewest();
    }

    GateResult judge(PromotionGate gate, TrainedModel champion, TrainedModel challenger) {
        return gate.judge(rows.targets(), champion.predict(rows), challenger.predict(rows))
                .of(heldOut);
    }

    /** What is said where it is too small. */
    String rejection() {
        return "There was no contest: of " + heldOut + " held-out rows " + rows.rows()
                + " can be judged on, the others were learnt by one of the two alone; wanted at least " + fewest();
    }

    private int fewest() {
        return Math.min(MIN_ROWS, heldOut);
    }

    private static Set<List<Double>> numbers(Dataset table) {
        Set<List<Double>> all = new HashSet<>();
        for (int row = 0; row < table.rows(); row++) {
            all.add(numbers(table, row));
        }
        return all;
    }

    private static List<Double> numbers(Dataset table, int row) {
        double[] nine = Arrays.copyOf(table.row(row), Feature.count() + 1);
        nine[Feature.count()] = table.target(row);
        return Arrays.stream(nine).boxed().toList();
    }
}
