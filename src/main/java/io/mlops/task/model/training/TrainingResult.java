package io.mlops.task.model.training;

import io.mlops.task.model.housing.TrainTestSplit;
import java.util.Comparator;
import java.util.List;

/** All candidates of a training, in the plan's order, and the rows they were compared on. */
public record TrainingResult(TrainTestSplit split, List<TrainedCandidate> candidates) {
    /** The one with the lowest RMSE on the held-out rows; of equal ones the first. */
    public TrainedCandidate winner() {
        return candidates.stream()
                .min(Comparator.comparingDouble(candidate -> candidate.heldOut().rmse()))
                .orElseThrow(() -> new IllegalStateException("A training without candidates"));
    }
}
