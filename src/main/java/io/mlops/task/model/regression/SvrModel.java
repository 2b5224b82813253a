package io.mlops.task.model.regression;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;

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

    static SvrModel of(svm_model model) {
        int width = model.l == 0 ? 0 : model.SV[0].length;
        double[][] vectors = new double[width][model.l];
        for (int v = 0; v < model.l; v++) {
            for (svm_node node : model.SV[v]) {
                vectors[node.index - 1][v] = node.value;
            }
        }
        return new SvrModel(model.param.gamma, model.rho[0], model.sv_coef[0].clone(), vectors);
    }

    static SvrModel read(byte[] bytes) throws ModelException {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        try (BufferedReader reader = new BufferedReader(new StringReader(text))) {
            svm_model model = svm.svm_load_model(reader);
            if (model == null || model.SV == null) {
                throw new ModelException(FILE + " is not a libsvm model; it must be in libsvm's text format");
            }
            return of(model);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException(FILE + " is not a libsvm model: " + e.getMessage(), e);
        }
    }

    static svm_node[] nodes(double[] row) {
        svm_node[] nodes = new svm_node[row.length];
        for (int c = 0; c < row.length; c++) {
            nodes[c] = new svm_node();
            nodes[c].index = c + 1;
            nodes[c].value = row[c];
        }
        return nodes;
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
    private static void addSquares(double[] squares, double value, double[] column) {
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
