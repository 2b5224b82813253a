package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureRanges;
import io.mlops.task.model.housing.FeatureSet;
import java.util.List;

/** A model that can answer: columns derived, scaled, regressed, with interval and warnings. Immutable, safe for many threads. */
public final class TrainedModel {
    private final ModelSpec spec;
    private final StandardScaler scaling;
    private final Regressor regressor;
    private final FeatureRanges trained;
    private final ConformalIntervals intervals;

    private TrainedModel(
            ModelSpec spec,
            StandardScaler scaling,
            Regressor regressor,
            FeatureRanges trained,
            ConformalIntervals intervals) {
        this.spec = spec;
        this.scaling = scaling;
        this.regressor = regressor;
        this.trained = trained;
        this.intervals = intervals;
    }

    public static TrainedModel of(FittedRegressor fit, Dataset train, ConformalIntervals intervals) {
        return new TrainedModel(fit.spec(), fit.scaling(), fit.regressor(), FeatureRanges.of(train), intervals);
    }

    /** Puts a model together again from its two files; its predictions are the same to the last bit. */
    public static TrainedModel of(ModelDescriptor descriptor, ModelFile file) throws ModelException {
        if (descriptor.format() != ModelDescriptor.FORMAT) {
            throw new ModelException(
                    "Model descriptor has format " + descriptor.format() + "; wanted " + ModelDescriptor.FORMAT);
        }
        ModelSpec spec = ModelSpec.of(
                Algorithm.keyed(descriptor.kind()), FeatureSet.keyed(descriptor.featureSet()), descriptor.parameters());
        List<String> columns = spec.features().names();
        if (!columns.equals(descriptor.columns())) {
            throw new ModelException("Model descriptor has columns " + descriptor.columns() + "; wanted " + columns);
        }
        StandardScaler scaling = new StandardScaler(descriptor.mean(), descriptor.deviation());
        return new TrainedModel(spec, scaling, Regressor.read(file), descriptor.trained(), descriptor.intervals());
    }

    public ModelSpec spec() {
        return spec;
    }

    /** The prediction alone, in 100,000 USD, of eight finite features in {@link Feature} order. */
    public double predict(double[] features) {
        return regressor.predict(scaling.apply(spec.features().derive(features)));
    }

    /** The predictions alone, row by row of a table without blanks. */
    public double[] predict(Dataset table) {
        double[] predicted = new double[table.rows()];
        for (int r = 0; r < predicted.length; r++) {
            predicted[r] = predict(table.row(r));
        }
        return predicted;
    }

    /** The prediction with its interval and a warning for each value outside the training range. */
    public Prediction answer(double[] features) {
        double value = predict(features);
        return new Prediction(value, intervals.around(value), trained.outside(features));
    }

    public RegressionMetrics score(Dataset table) {
        return RegressionMetrics.of(table.targets(), predict(table));
    }

    public FeatureRanges trained() {
        return trained;
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
                spec.kind().key(),
                spec.features().key(),
                spec.parameters(),
                regressor.file().name(),
                spec.features().names(),
                spec.features().formulas(),
                scaling.mean().clone(),
                scaling.deviation().clone(),
                trained,
                intervals);
    }
}
