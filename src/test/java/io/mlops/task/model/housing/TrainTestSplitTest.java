package io.mlops.task.model.housing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.data.NumpyPermutation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainTestSplitTest {
    private static Dataset counting(int rows) {
        double[][] columns = new double[Feature.count()][rows];
        double[] target = IntStream.range(0, rows).asDoubleStream().toArray();
        for (double[] column : columns) {
            System.arraycopy(target, 0, column, 0, rows);
        }
        return Dataset.of(columns, target);
    }

    /** Labelled rows are the last; more of them move none of the others. */
    @Test
    void shouldKeepARowWhereItIsIfLabelledRowsAreAdded() throws Exception {
        TrainTestSplit before = TrainTestSplit.of(counting(200), 100, 42, 0.2);
        TrainTestSplit after = TrainTestSplit.of(counting(300), 200, 42, 0.2);
        assertThat(targets(after.heldOut())).containsAll(targets(before.heldOut()));
        assertThat(targets(after.train())).containsAll(targets(before.train()));
        assertThat(targets(before.heldOut()))
                .containsAll(targets(TrainTestSplit.of(counting(100), 42, 0.2).heldOut()));
        assertThat(before.heldOut().rows()).isBetween(30, 50);
        assertThat(before.identity().heldOutRows()).isEqualTo(before.heldOut().rows());
        assertThat(before.identity().trainRows()).isEqualTo(before.train().rows());
    }

    private static List<Double> targets(Dataset rows) {
        return Arrays.stream(rows.targets()).boxed().toList();
    }

    @Test
    void shouldPermuteAsNumpyDoes() {
        assertThat(NumpyPermutation.of(42, 10)).containsExactly(8, 1, 5, 0, 7, 2, 9, 4, 3, 6);
        assertThat(NumpyPermutation.of(4294967295L, 12)).containsExactly(11, 8, 5, 9, 1, 10, 6, 0, 4, 7, 2, 3);
        assertThat(NumpyPermutation.of(0, 1)).containsExactly(0);
        assertThat(NumpyPermutation.of(42, 20_640)).startsWith(20046, 3024, 15663, 20484, 9814);
        assertThat(NumpyPermutation.of(42, 20_640)).endsWith(11284, 11964, 5390, 860, 15795);
    }

    @Test
    void shouldRejectASeedThatNumpyWouldReject() {
        assertThatThrownBy(() -> NumpyPermutation.of(-1, 3)).hasMessageContaining("-1");
        assertThatThrownBy(() -> NumpyPermutation.of(4294967296L, 3)).hasMessageContaining("4294967295");
    }

    @Test
    void shouldHoldOutTheCeilingOfTheTestSize() throws Exception {
        TrainTestSplit split = TrainTestSplit.of(counting(101), 42, 0.2);
        assertThat(split.heldOut().rows()).isEqualTo(21);
        double[] both = Arrays.copyOf(split.heldOut().targets(), 101);
        System.arraycopy(split.train().targets(), 0, both, 21, 80);
        assertThat(both)
                .containsExactly(Arrays.stream(NumpyPermutation.of(42, 101))
                        .asDoubleStream()
                        .toArray());
    }

    @Test
    void shouldBeIdentifiedByDataSeedAndTestSize() throws Exception {
        TrainTestSplit.Identity one = TrainTestSplit.of(counting(100), 42, 0.2).identity();
        assertThat(TrainTestSplit.of(counting(100), 42, 0.2).identity()).isEqualTo(one);
        assertThat(TrainTestSplit.of(counting(100), 43, 0.2).identity()).isNotEqualTo(one);
        assertThat(TrainTestSplit.of(counting(101), 42, 0.2).identity().dataHash())
                .isNotEqualTo(one.dataHash());
    }

    @Test
    void shouldImputeTheMedianOfTheTrainRowsOnly() throws Exception {
        double[][] columns = counting(40).matrix();
        TrainTestSplit whole = TrainTestSplit.of(counting(40), 42, 0.5);
        double[][] byColumn = new double[Feature.count()][40];
        for (int r = 0; r < 40; r++) {
            for (int c = 0; c < byColumn.length; c++) {
                byColumn[c][r] = columns[r][c];
            }
        }
        int blankInHeldOut = (int) whole.heldOut().target(0);
        byColumn[Feature.AVE_BEDRMS.column()][blankInHeldOut] = Double.NaN;
        TrainTestSplit split =
                TrainTestSplit.of(Dataset.of(byColumn, counting(40).targets()), 42, 0.5);
        double[] known = whole.train().column(Feature.AVE_BEDRMS);
        Arrays.sort(known);
        double median = (known[9] + known[10]) / 2;
        assertThat(split.imputed()).containsOnlyKeys(Feature.AVE_BEDRMS).containsValue(median);
        assertThat(split.heldOut().value(0, Feature.AVE_BEDRMS)).isEqualTo(median);
    }

    @Test
    void shouldRejectTooFewRowsAndATestSizeThatLeavesNone() {
        assertThatThrownBy(() -> TrainTestSplit.of(counting(5), 42, 0.2)).hasMessageContaining("5 rows");
        assertThatThrownBy(() -> TrainTestSplit.of(counting(50), 42, 1.0)).hasMessageContaining("1.0");
    }
}
