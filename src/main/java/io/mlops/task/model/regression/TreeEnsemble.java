package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.Map;

/**
 * Evaluates XGBoost's trees in Java with the library's float arithmetic, bit for bit: a native call costs about a tenth
 * of a millisecond before it evaluates a tree.
 *
 * <p>A node is one long, so that each level is one memory access. Bits 63..32 are the threshold of a split or the value of
 * a leaf (float bits), bits 31..24 the column, bits 23..0 the offset of the left child from the tree's root; the right
 * child follows it. An offset of 0 marks a leaf. Columns must not be NaN: the default directions for missing values are
 * dropped.
 */
public final class TreeEnsemble implements Regressor {
    public static final String FILE = "model.ubj";

    private final byte[] bytes;
    private final float base;
    private final int[] roots;
    private final long[] nodes;
    private final boolean averaged;

    private TreeEnsemble(byte[] bytes, float base, int[] roots, long[] nodes, boolean averaged) {
        this.bytes = bytes;
        this.base = base;
        this.roots = roots;
        this.nodes = nodes;
        this.averaged = averaged;
    }

    static TreeEnsemble read(byte[] ubj) throws ModelException {
        try {
            Map<String, Object> learner = UbjsonReader.object(UbjsonReader.read(ubj), "learner");
            Map<String, Object> model = UbjsonReader.object(UbjsonReader.object(learner, "gradient_booster"), "model");
            float base = Float.parseFloat(
                    UbjsonReader.text(UbjsonReader.object(learner, "learner_model_param"), "base_score"));
            int parallel = Integer.parseInt(
                    UbjsonReader.text(UbjsonReader.object(model, "gbtree_model_param"), "num_parallel_tree"));
            TreeNodes nodes = new TreeNodes();
            List<Object> trees = UbjsonReader.list(model, "trees");
            int[] roots = new int[trees.size()];
            for (int t = 0; t < roots.length; t++) {
                roots[t] = nodes.add(UbjsonReader.object(trees.get(t)));
            }
            return new TreeEnsemble(ubj, base, roots, nodes.toArray(), parallel > 1);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ModelException(FILE + " is not an XGBoost tree model: " + e.getMessage(), e);
        }
    }

    @Override
    public double predict(double[] columns) {
        float[] row = floats(columns);
        float sum = base;
        for (int root : roots) {
            sum += leaf(row, root);
        }
        return sum;
    }

    public int treeCount() {
        return roots.length;
    }

    /** Returns the prediction of the first trees alone, for each of these numbers of trees, ascending. */
    double[] stagedPredict(double[] columns, int[] counts) {
        float[] row = floats(columns);
        double[] staged = new double[counts.length];
        float sum = 0;
        int tree = 0;
        for (int s = 0; s < counts.length; s++) {
            for (; tree < counts[s]; tree++) {
                sum += leaf(row, roots[tree]);
            }
            // A forest's leaves are already divided by its number of trees.
            staged[s] = base + (averaged ? sum * roots.length / counts[s] : sum);
        }
        return staged;
    }

    @Override
    public ModelFile file() {
        return new ModelFile(FILE, bytes.clone());
    }

    private float leaf(float[] row, int root) {
        long node = nodes[root];
        for (int left = (int) node & 0xFFFFFF; left != 0; left = (int) node & 0xFFFFFF) {
            boolean goLeft = row[(int) (node >>> 24) & 0xFF] < Float.intBitsToFloat((int) (node >>> 32));
            node = nodes[root + (goLeft ? left : left + 1)];
        }
        return Float.intBitsToFloat((int) (node >>> 32));
    }

    private static float[] floats(double[] columns) {
        float[] row = new float[columns.length];
        for (int c = 0; c < row.length; c++) {
            row[c] = (float) columns[c];
        }
        return row;
    }
}
