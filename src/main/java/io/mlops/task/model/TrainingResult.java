package io.mlops.task.model;

import java.util.Comparator;
import java.util.List;

/** All contenders of a training, in the plan's order, and the rows they were compared on. */
public record TrainingResult(TrainTestSplit split, List<TrainedCandidate> contenders) {
    /** The one with the lowest RMSE on the held-out rows; of equal ones the first. */
    public TrainedCandidate winner() {
        return contenders.stream()
                .min(Comparator.comparingDouble(contender -> contender.heldOut().rmse()))
                .orElseThrow(() -> new IllegalStateException("A training without contenders"));
    }
}
