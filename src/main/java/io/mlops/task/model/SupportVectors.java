package io.mlops.task.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;

/** A radial support vector regression, kept in libsvm's text format and evaluated over one plain array. */
final class SupportVectors implements Regressor {
    static final String FILE = "model.libsvm";

    private final double gamma;
    private final double rho;
    private final double[] weights;
    private final double[] vectors;

    private SupportVectors(double gamma, double rho, double[] weights, double[] vectors) {
        this.gamma = gamma;
        this.rho = rho;
        this.weights = weights;
        this.vectors = vectors;
    }

    static SupportVectors of(svm_model model) {
        int width = model.l == 0 ? 0 : model.SV[0].length;
        double[] vectors = new double[model.l * width];
        for (int v = 0; v < model.l; v++) {
            for (svm_node node : model.SV[v]) {
                vectors[v * width + node.index - 1] = node.value;
            }
        }
        return new SupportVectors(model.param.gamma, model.rho[0], model.sv_coef[0].clone(), vectors);
    }

    static SupportVectors read(byte[] bytes) throws ModelException {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        try (BufferedReader reader = new BufferedReader(new StringReader(text))) {
            svm_model model = svm.svm_load_model(reader);
            if (model == null || model.SV == null) {
                throw new ModelException(FILE + " is not a libsvm model; wanted its text format");
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
        int width = columns.length;
        double sum = 0;
        int at = 0;
        for (double weight : weights) {
            double squares = 0;
            for (int c = 0; c < width; c++) {
                double apart = columns[c] - vectors[at++];
                squares += apart * apart;
            }
            sum += weight * Math.exp(-gamma * squares);
        }
        return sum - rho;
    }

    @Override
    public ModelFile file() {
        StringBuilder text = new StringBuilder("svm_type epsilon_svr\nkernel_type rbf\ngamma " + Decimal.text(gamma)
                + "\nnr_class 2\ntotal_sv " + weights.length + "\nrho " + Decimal.text(rho) + "\nSV\n");
        int width = weights.length == 0 ? 0 : vectors.length / weights.length;
        for (int v = 0; v < weights.length; v++) {
            text.append(Decimal.text(weights[v])).append(' ');
            for (int c = 0; c < width; c++) {
                text.append(c + 1)
                        .append(':')
                        .append(Decimal.text(vectors[v * width + c]))
                        .append(' ');
            }
            text.append('\n');
        }
        return new ModelFile(FILE, text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
