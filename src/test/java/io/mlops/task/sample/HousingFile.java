package io.mlops.task.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The housing sample as a file to be damaged: MedInc is column 0, Latitude 6, Longitude 7, target 8. */
public final class HousingFile {
    public static final int TARGET = 8;

    private final String header;
    private final List<double[]> rows;

    private HousingFile(String header, List<double[]> rows) {
        this.header = header;
        this.rows = rows;
    }

    /** Ways to damage the sample that a training must not learn from by itself. */
    public enum Damage {
        TARGET_IN_USD(file -> file.each(row -> row[TARGET] *= 100_000)),
        TARGET_CONSTANT(file -> file.each(row -> row[TARGET] = 2)),
        TARGET_NEGATED(file -> file.each(row -> row[TARGET] = -row[TARGET])),
        TARGET_SHUFFLED(HousingFile::shuffleTargets),
        TARGET_IN_MILLIONS(file -> file.each(row -> row[TARGET] /= 10)),
        MED_INC_IN_USD(file -> file.each(row -> row[0] *= 10_000)),
        MED_INC_CONSTANT(file -> file.each(row -> row[0] = 3.5)),
        COORDINATES_SWAPPED(file -> file.each(row -> {
            double latitude = row[6];
            row[6] = row[7];
            row[7] = latitude;
        })),
        TWENTY_ROWS(file -> file.rows(500, 520));

        private final UnaryOperator<HousingFile> damage;

        Damage(UnaryOperator<HousingFile> damage) {
            this.damage = damage;
        }

        /** Returns a damaged copy of the sample. */
        public HousingFile file() throws IOException {
            return damage.apply(sample());
        }
    }

    /** Changes a row of nine values. */
    public interface Change {
        void apply(double[] row);
    }

    public static HousingFile sample() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("sample-data", "housing.csv"));
        List<double[]> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(Arrays.stream(line.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        }
        return new HousingFile(lines.get(0), rows);
    }

    public int size() {
        return rows.size();
    }

    public HousingFile each(Change change) {
        List<double[]> changed = new ArrayList<>();
        for (double[] row : rows) {
            double[] copy = row.clone();
            change.apply(copy);
            changed.add(copy);
        }
        return new HousingFile(header, changed);
    }

    /** Changes the first rows only. */
    public HousingFile first(int count, Change change) {
        List<double[]> changed = new ArrayList<>(rows(0, count).each(change).rows);
        changed.addAll(rows.subList(count, rows.size()));
        return new HousingFile(header, changed);
    }

    public HousingFile rows(int from, int to) {
        return new HousingFile(header, List.copyOf(rows.subList(from, to)));
    }

    /** Repeats the first rows at the end. */
    public HousingFile repeated(int count) {
        List<double[]> more = new ArrayList<>(rows);
        more.addAll(rows.subList(0, count));
        return new HousingFile(header, more);
    }

    private HousingFile shuffleTargets() {
        List<Double> targets = new ArrayList<>();
        rows.forEach(row -> targets.add(row[TARGET]));
        Collections.shuffle(targets, new Random(1));
        List<double[]> shuffled = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            double[] copy = rows.get(r).clone();
            copy[TARGET] = targets.get(r);
            shuffled.add(copy);
        }
        return new HousingFile(header, shuffled);
    }

    /** Returns CSV; a value that is not a number is written as a blank. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(header).append('\n');
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                text.append(c == 0 ? "" : ",").append(Double.isNaN(row[c]) ? "" : Double.toString(row[c]));
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
