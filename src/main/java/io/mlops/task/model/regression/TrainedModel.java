package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureRanges;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.text.Messages;
import java.util.List;

/** A model for prediction: derives and scales columns, applies the regressor, adds interval and warnings. Immutable, thread-safe. */
public final class TrainedModel {
    private final ModelSpec spec;
    private final StandardScaler scaler;
    private final Regressor regressor;
    private final FeatureRanges trainingRanges;
    private final ConformalIntervals intervals;

    private TrainedModel(
            ModelSpec spec,
            StandardScaler scaler,
            Regressor regressor,
            FeatureRanges trainingRanges,
            ConformalIntervals intervals) {
        this.spec = spec;
        this.scaler = scaler;
        this.regressor = regressor;
        this.trainingRanges = trainingRanges;
        this.intervals = intervals;
    }

    public static TrainedModel of(FittedRegressor fitted, Dataset train, ConformalIntervals intervals) {
        return new TrainedModel(fitted.spec(), fitted.scaler(), fitted.regressor(), FeatureRanges.of(train), intervals);
    }

    /** Restores a model from its two files; its predictions are the same to the last bit. */
    public static TrainedModel of(ModelDescriptor descriptor, ModelFile file) throws ModelException {
        if (descriptor.format() != ModelDescriptor.FORMAT) {
            throw new ModelException("The model descriptor's format "
                    + Messages.mustBe(String.valueOf(ModelDescriptor.FORMAT), descriptor.format()));
        }
        ModelSpec spec = ModelSpec.of(
                Algorithm.parse(descriptor.algorithm()),
                FeatureSet.parse(descriptor.featureSet()),
                descriptor.parameters());
        List<String> columns = spec.features().names();
        if (!columns.equals(descriptor.columns())) {
            throw new ModelException(
                    "The model descriptor's columns " + Messages.mustBe(String.valueOf(columns), descriptor.columns()));
        }
        StandardScaler scaler = new StandardScaler(descriptor.mean(), descriptor.scale());
        return new TrainedModel(
                spec, scaler, Regressor.read(file), descriptor.trainingRanges(), descriptor.intervals());
    }

    public ModelSpec spec() {
        return spec;
    }

    /** Returns the prediction, in 100,000 USD, for eight finite features in {@link Feature} order. */
    public double predict(double[] features) {
        return regressor.predict(scaler.transform(spec.features().derive(features)));
    }

    /** Returns the prediction for each row of a dataset without missing values. */
    public double[] predict(Dataset dataset) {
        double[] predicted = new double[dataset.rows()];
        for (int r = 0; r < predicted.length; r++) {
            predicted[r] = predict(dataset.row(r));
        }
        return predicted;
    }

    /** Returns the prediction with its interval and a warning for each value outside the training range. */
    public Prediction predictWithInterval(double[] features) {
        double value = predict(features);
        return new Prediction(value, intervals.around(value), trainingRanges.outside(features));
    }

    public RegressionMetrics score(Dataset dataset) {
        return RegressionMetrics.of(dataset.targets(), predict(dataset));
    }

    public FeatureRanges trainingRanges() {
        return trainingRanges;
    }

    public ConformalIntervals intervals() {
        return intervals;
    }

    public ModelFile file() {
        return regressor.file();
    }

    public ModelDescriptor descriptor() {
        return new ModelDescriptor(
                ModelDescriptor.FORMAT,
                spec.algorithm().label(),
                spec.features().label(),
                spec.parameters(),
                regressor.file().name(),
                spec.features().names(),
                spec.features().formulas(),
                scaler.mean().clone(),
                scaler.scale().clone(),
                trainingRanges,
                intervals);
    }
}
