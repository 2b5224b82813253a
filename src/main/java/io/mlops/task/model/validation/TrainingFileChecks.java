package io.mlops.task.model.validation;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.drift.ReferenceColumn;
import io.mlops.task.model.housing.DataQualityReport;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.housing.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks the rows of a training file. */
public final class TrainingFileChecks {
    /** Fractions of the rows above which a finding is a warning. */
    private static final double MAX_DUPLICATES = 0.05;

    private static final double MAX_MISSING = 0.1;

    /** Of the targets' median: a few times below and above any of the census. */
    private static final double MIN_MEDIAN_TARGET = 0.3;

    private static final double MAX_MEDIAN_TARGET = 30;

    /** Absolute error over the champion's RMSE: in the census, the largest is nine. */
    private static final double MAX_LABEL_ERROR = 10;

    private static final double MAX_RMSE_RATIO = 2;

    /** With fewer labelled rows, equal values or large errors may be chance. */
    private static final int MIN_LABELLED = 30;

    private TrainingFileChecks() {}

    /** Checks a file by itself: units, ranges, constant columns, missing values and duplicates. */
    public static List<Finding> ofFile(HousingCsvReader.ReadResult file) {
        List<Finding> findings = new ArrayList<>();
        DataQualityReport report = file.report();
        targetScale(file.dataset(), report, findings);
        report.implausible()
                .forEach((feature, count) -> findings.add(Check.FEATURE_RANGE.finding(
                        severity(count, report, Dataset.MAX_IMPLAUSIBLE),
                        count.rows(),
                        count.firstLine(),
                        feature.label() + " is outside " + feature.range() + " (" + feature.unit() + ") in "
                                + rows(count, report))));
        constant(Target.TITLE, file.dataset().targets(), findings);
        for (Feature feature : Feature.all()) {
            constant(feature.label(), file.dataset().column(feature), findings);
        }
        report.missing()
                .forEach((feature, count) -> findings.add(Check.MISSING_VALUES.finding(
                        severity(count, report, MAX_MISSING),
                        count.rows(),
                        count.firstLine(),
                        feature.label() + " is missing in " + rows(count, report)
                                + "; imputed with the median of the train rows")));
        if (report.duplicates().rows() > 0) {
            findings.add(Check.DUPLICATE_ROWS.finding(
                    severity(report.duplicates(), report, MAX_DUPLICATES),
                    report.duplicates().rows(),
                    report.duplicates().firstLine(),
                    "An earlier row is repeated in " + rows(report.duplicates(), report)
                            + ": held-out rows may be train rows, too"));
        }
        return findings;
    }

    /**
     * Checks the labelled rows by themselves, because they arrive unreviewed, and among many other rows they would not be
     * noticed.
     *
     * @param champion empty if there is no champion to compare with
     */
    public static List<Finding> ofLabelled(HousingCsvReader.LabelledPart part, Optional<ChampionErrors> champion) {
        List<Finding> findings = new ArrayList<>();
        DataQualityReport.Count implausible = part.report().implausibleTargets();
        if (implausible.rows() > 0) {
            findings.add(Check.TARGET_SCALE.finding(
                    implausible.rows(),
                    implausible.firstLine(),
                    "Actual values posted to the service are outside " + Target.range() + " (" + Target.UNIT + ") in "
                            + rows(implausible, part.report())));
        }
        if (part.dataset().rows() >= MIN_LABELLED) {
            constant("The actual value posted to the service", part.dataset().targets(), findings);
        }
        champion.ifPresent(errors -> labelErrors(part.dataset(), errors, findings));
        return findings;
    }

    /**
     * How the champion predicts the labelled rows.
     *
     * @param predicted for each of them
     * @param heldOutRmse its RMSE on its held-out rows
     */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
    public record ChampionErrors(int version, double[] predicted, double heldOutRmse) {}

    private static void labelErrors(Dataset labelled, ChampionErrors champion, List<Finding> findings) {
        int rows = labelled.rows();
        double mean = Arrays.stream(labelled.targets()).sum() / rows;
        double squares = 0;
        double deviations = 0;
        int far = 0;
        for (int r = 0; r < rows; r++) {
            double error = champion.predicted[r] - labelled.target(r);
            squares += error * error;
            deviations += (labelled.target(r) - mean) * (labelled.target(r) - mean);
            far += Math.abs(error) > MAX_LABEL_ERROR * champion.heldOutRmse ? 1 : 0;
        }
        double rmse = Math.sqrt(squares / rows);
        if (far > 0) {
            boolean isWarning = far > 1 && far > Dataset.MAX_IMPLAUSIBLE * rows;
            findings.add(Check.LABEL_ERROR.finding(
                    isWarning ? Severity.WARNING : Severity.INFO,
                    far,
                    0,
                    String.format(
                            Locale.ROOT,
                            "%d of %d actual values posted to the service differ from what version %d predicts by more than %.0f"
                                    + " times its RMSE of %.3f",
                            far,
                            rows,
                            champion.version,
                            MAX_LABEL_ERROR,
                            champion.heldOutRmse)));
        } else if (rows >= MIN_LABELLED && squares > deviations && rmse > MAX_RMSE_RATIO * champion.heldOutRmse) {
            findings.add(Check.LABEL_ERROR.finding(
                    rows,
                    0,
                    String.format(
                            Locale.ROOT,
                            "What version %d predicts has nothing to do with the actual values posted to the service: RMSE %.3f"
                                    + " on %d rows, %.3f on its held-out rows",
                            champion.version,
                            rmse,
                            rows,
                            champion.heldOutRmse)));
        }
    }

    /**
     * Returns the columns, target included, whose distribution is not that of the rows that the champion was trained on, by
     * the distances and bounds of drift; none if either has fewer than 200 rows. Missing values are left out.
     */
    public static List<Finding> shift(Dataset file, Dataset championTrain, int champion) {
        List<Finding> findings = new ArrayList<>();
        if (file.rows() < ColumnDrift.MIN_ROWS || championTrain.rows() < ColumnDrift.MIN_ROWS) {
            return findings;
        }
        shift(Target.TITLE, file.targets(), championTrain.targets(), champion, findings);
        for (Feature feature : Feature.all()) {
            shift(feature.label(), file.column(feature), championTrain.column(feature), champion, findings);
        }
        return findings;
    }

    private static void shift(String name, double[] values, double[] reference, int champion, List<Finding> findings) {
        double[] known = known(values);
        if (known.length < ColumnDrift.MIN_ROWS) {
            return;
        }
        ColumnDrift drift = ColumnDrift.of(ReferenceColumn.of(name, reference), known);
        if (drift.level() == DriftLevel.STABLE) {
            return;
        }
        findings.add(Check.DATA_SHIFT.finding(
                drift.level() == DriftLevel.ALERT ? Severity.WARNING : Severity.INFO,
                known.length,
                0,
                String.format(
                        Locale.ROOT,
                        "%s is not distributed as in the rows that version %d was trained on: PSI %.2f, Wasserstein distance"
                                + " %.2f standard deviations",
                        name,
                        champion,
                        drift.scores().psi(),
                        drift.scores().wasserstein())));
    }

    private static void targetScale(Dataset dataset, DataQualityReport report, List<Finding> findings) {
        DataQualityReport.Count outside = report.implausibleTargets();
        double[] sorted = dataset.targets();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        boolean isMedianPlausible = median >= MIN_MEDIAN_TARGET && median <= MAX_MEDIAN_TARGET;
        if (outside.rows() > 0) {
            findings.add(Check.TARGET_SCALE.finding(
                    severity(outside, report, Dataset.MAX_IMPLAUSIBLE),
                    outside.rows(),
                    outside.firstLine(),
                    "The target is outside " + Target.range() + " (" + Target.UNIT + ") in " + rows(outside, report)));
        } else if (!isMedianPlausible) {
            findings.add(Check.TARGET_SCALE.finding(
                    dataset.rows(),
                    0,
                    "The median of the target (" + Target.UNIT + ") must be from " + MIN_MEDIAN_TARGET + " to "
                            + MAX_MEDIAN_TARGET + ", was " + median));
        }
    }

    private static void constant(String name, double[] values, List<Finding> findings) {
        double[] known = known(values);
        if (known.length > 1 && Arrays.stream(known).allMatch(value -> value == known[0])) {
            findings.add(
                    Check.COLUMN_CONSTANT.finding(known.length, 0, name + " has one value in all rows: " + known[0]));
        }
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    private static Severity severity(DataQualityReport.Count count, DataQualityReport report, double max) {
        return count.rows() > max * report.rows() ? Severity.WARNING : Severity.INFO;
    }

    private static String rows(DataQualityReport.Count count, DataQualityReport report) {
        return count.rows() + " of " + report.rows() + " rows, first in line " + count.firstLine();
    }
}
