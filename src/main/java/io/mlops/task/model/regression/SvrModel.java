package io.mlops.task.model.regression;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.Messages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A support vector regression with a radial kernel, stored in libsvm's text format and evaluated on one array per column. */
final class SvrModel implements Regressor {
    static final String FILE = "model.libsvm";

    private final double gamma;
    private final double rho;
    private final double[] weights;
    private final double[][] vectors;

    private SvrModel(double gamma, double rho, double[] weights, double[][] vectors) {
        this.gamma = gamma;
        this.rho = rho;
        this.weights = weights;
        this.vectors = vectors;
    }

    /** @param rows {@code [row][column]}, of which those with a weight are the support vectors */
    static SvrModel of(double[][] rows, double gamma, SvrSolver solution) {
        double[] all = solution.weights();
        int[] support =
                IntStream.range(0, all.length).filter(row -> all[row] != 0).toArray();
        double[] weights = Arrays.stream(support).mapToDouble(row -> all[row]).toArray();
        double[][] vectors = new double[rows[0].length][support.length];
        for (int v = 0; v < support.length; v++) {
            for (int column = 0; column < vectors.length; column++) {
                vectors[column][v] = rows[support[v]][column];
            }
        }
        return new SvrModel(gamma, -solution.intercept(), weights, vectors);
    }

    /** Reads what {@link #file} writes. */
    static SvrModel read(byte[] bytes) throws ModelException {
        List<String> lines =
                new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        int header = lines.indexOf("SV");
        try {
            Map<String, String> values = new HashMap<>();
            for (String line : lines.subList(0, header)) {
                int space = line.indexOf(' ');
                values.put(line.substring(0, space), line.substring(space + 1));
            }
            List<String> support = lines.subList(header + 1, lines.size());
            double count = number(values, "total_sv");
            if (support.size() != count) {
                throw new ModelException(
                        FILE + ": support vectors " + Messages.mustBe((long) count + " lines", support.size()));
            }
            return read(number(values, "gamma"), number(values, "rho"), support);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ModelException(FILE + " is not a model in libsvm's text format", e);
        }
    }

    private static double number(Map<String, String> header, String name) {
        return Double.parseDouble(header.getOrDefault(name, ""));
    }

    private static SvrModel read(double gamma, double rho, List<String> support) {
        int width = support.isEmpty() ? 0 : support.get(0).strip().split(" ", -1).length - 1;
        double[] weights = new double[support.size()];
        double[][] vectors = new double[width][support.size()];
        for (int v = 0; v < weights.length; v++) {
            String[] fields = support.get(v).strip().split(" ", -1);
            weights[v] = Double.parseDouble(fields[0]);
            for (int column = 0; column < width; column++) {
                String field = fields[column + 1];
                int colon = field.indexOf(':');
                if (Integer.parseInt(field.substring(0, colon)) != column + 1) {
                    throw new IllegalArgumentException(field);
                }
                vectors[column][v] = Double.parseDouble(field.substring(colon + 1));
            }
        }
        return new SvrModel(gamma, rho, weights, vectors);
    }

    @Override
    public double predict(double[] columns) {
        double[] squares = new double[weights.length];
        for (int c = 0; c < vectors.length; c++) {
            addSquares(squares, columns[c], vectors[c]);
        }
        double sum = 0;
        for (int v = 0; v < weights.length; v++) {
            sum += weights[v] * Math.exp(-gamma * squares[v]);
        }
        return sum - rho;
    }

    /** A separate loop, column by column, because the compiler vectorizes it. */
    static void addSquares(double[] squares, double value, double[] column) {
        for (int v = 0; v < squares.length; v++) {
            double difference = value - column[v];
            squares[v] += difference * difference;
        }
    }

    @Override
    public ModelFile file() {
        StringBuilder text = new StringBuilder("svm_type epsilon_svr\nkernel_type rbf\ngamma "
                + Doubles.toPlainString(gamma) + "\nnr_class 2\ntotal_sv " + weights.length + "\nrho "
                + Doubles.toPlainString(rho) + "\nSV\n");
        for (int v = 0; v < weights.length; v++) {
            text.append(Doubles.toPlainString(weights[v])).append(' ');
            for (int c = 0; c < vectors.length; c++) {
                text.append(c + 1)
                        .append(':')
                        .append(Doubles.toPlainString(vectors[c][v]))
                        .append(' ');
            }
            text.append('\n');
        }
        return new ModelFile(FILE, text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
