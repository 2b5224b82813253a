package io.mlops.task.model.regression;

import java.util.Arrays;
import java.util.Map;

/** Packs trees into the format that {@link TreeEnsemble} describes. */
final class TreeNodes {
    private long[] nodes = new long[1024];
    private int size;

    /** Adds one tree of XGBoost's model file and returns the index of its root. */
    int add(Map<String, Object> tree) {
        int[] left = UbjsonReader.ints(tree, "left_children");
        int[] right = UbjsonReader.ints(tree, "right_children");
        int[] columns = UbjsonReader.ints(tree, "split_indices");
        float[] conditions = UbjsonReader.floats(tree, "split_conditions");
        int root = size;
        ensureCapacity(left.length);
        // original[i] is the file's index of the node at root + i; children are placed in pairs.
        int[] original = new int[left.length];
        int placed = 1;
        for (int i = 0; i < placed; i++) {
            int node = original[i];
            boolean split = left[node] >= 0;
            nodes[root + i] = pack(conditions[node], split ? columns[node] : 0, split ? placed : 0);
            if (split) {
                original[placed] = left[node];
                original[placed + 1] = right[node];
                placed += 2;
            }
        }
        size = root + placed;
        return root;
    }

    long[] toArray() {
        return Arrays.copyOf(nodes, size);
    }

    private static long pack(float condition, int column, int left) {
        if (column > 0xFF || left > 0xFFFFFF) {
            throw new IllegalArgumentException("column " + column + ", child " + left + ": too large to pack");
        }
        return (long) Float.floatToRawIntBits(condition) << 32 | (long) column << 24 | left;
    }

    private void ensureCapacity(int added) {
        if (size + added > nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(2 * nodes.length, size + added));
        }
    }
}
