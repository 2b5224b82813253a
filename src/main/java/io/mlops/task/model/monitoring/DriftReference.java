package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.drift.ReferenceColumn;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import java.util.ArrayList;
import java.util.List;

/** The reference for drift: the columns that a model was trained on, and its predictions for held-out rows. */
public final class DriftReference {
    private static final String PREDICTION = "prediction";

    private final List<ReferenceColumn> features;
    private final ReferenceColumn predictions;
    private final Dataset sample;

    private DriftReference(List<ReferenceColumn> features, ReferenceColumn predictions, Dataset sample) {
        this.features = features;
        this.predictions = predictions;
        this.sample = sample;
    }

    /** @param predictions for the held-out rows; those for the train rows would be overfitted */
    public static DriftReference of(Dataset train, double[] predictions) {
        List<ReferenceColumn> features = Feature.all().stream()
                .map(feature -> ReferenceColumn.of(feature.label(), train.column(feature)))
                .toList();
        return new DriftReference(features, ReferenceColumn.of(PREDICTION, predictions), JointDrift.sample(train));
    }

    /** Compares all columns together; there are at least {@link ColumnDrift#MIN_ROWS} rows. */
    JointDrift joint(PredictionWindow.Snapshot recent) throws ModelException {
        return JointDrift.of(sample, recent.rows());
    }

    /** Compares column by column. */
    public DriftReport compare(PredictionWindow.Snapshot recent) {
        int rows = recent.predictions().length;
        int referenceRows = features.get(0).sorted().length;
        if (rows < ColumnDrift.MIN_ROWS) {
            return new DriftReport(DriftLevel.INSUFFICIENT_DATA, rows, referenceRows, List.of(), null);
        }
        List<ColumnDrift> columns = new ArrayList<>();
        for (Feature feature : Feature.all()) {
            columns.add(ColumnDrift.of(features.get(feature.column()), recent.column(feature)));
        }
        columns.add(ColumnDrift.of(predictions, recent.predictions()));
        DriftLevel highest = columns.stream().map(ColumnDrift::level).reduce(DriftLevel.STABLE, DriftLevel::max);
        return new DriftReport(highest, rows, referenceRows, List.copyOf(columns), null);
    }
}
