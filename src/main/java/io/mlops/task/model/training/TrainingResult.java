package io.mlops.task.model.training;

import io.mlops.task.model.housing.TrainTestSplit;
import java.util.Comparator;
import java.util.List;

/** All candidates of a training, in the plan's order, and the split that they were trained and compared on. */
public record TrainingResult(TrainTestSplit split, List<TrainedCandidate> candidates) {
    /** Returns the first candidate with the lowest RMSE on the held-out rows. */
    public TrainedCandidate winner() {
        return candidates.stream()
                .min(Comparator.comparingDouble(candidate -> candidate.heldOut().rmse()))
                .orElseThrow(() -> new IllegalStateException("a training without candidates"));
    }
}
