package io.mlops.task.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.Training;
import io.mlops.task.store.FileModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Concurrent
class ComparisonRowsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    /** Overfits: small errors on the train rows, large ones elsewhere. */
    private static final Map<String, Double> OVERFITTED =
            Map.of("rounds", 200.0, "max_depth", 10.0, "learning_rate", 0.3, "min_child_weight", 0.0);

    private static final Map<String, Double> REGULARIZED = Map.of("rounds", 150.0, "max_depth", 3.0);

    @TempDir
    Path directory;

    private ModelRegistry registry;
    private ChampionService championService;
    private Dataset sample;

    @BeforeEach
    void open() throws Exception {
        registry = FileModelRegistry.open(directory, "housing", CLOCK);
        championService = ChampionService.open(registry, PromotionGate.defaults(), CLOCK);
        sample = HousingFixtures.sample();
    }

    @Test
    void shouldPromoteABetterModelOfAGrownFile() throws Exception {
        challenge(OVERFITTED, TrainTestSplit.of(rows(0, 1_800), 42, 0.2));
        ChallengeResult grown = challenge(REGULARIZED, TrainTestSplit.of(sample, 42, 0.2));

        assertThat(grown.promoted()).as(grown.reason()).isTrue();
        assertThat(grown.reason()).matches(".* on 2\\d\\d of 400 held-out rows: .*");
    }

    @Test
    void shouldPromoteABetterModelOfAnotherSeedAndRejectAnOverfittedOne() throws Exception {
        challenge(OVERFITTED, TrainTestSplit.of(sample, 42, 0.5));
        ChallengeResult second = challenge(REGULARIZED, TrainTestSplit.of(sample, 7, 0.5));
        ChallengeResult third = challenge(OVERFITTED, TrainTestSplit.of(sample, 42, 0.5));

        assertThat(second.promoted()).as(second.reason()).isTrue();
        assertThat(second.gateResult().orElseThrow().rows()).isBetween(400, 600);
        assertThat(second.gateResult().orElseThrow().heldOut()).isEqualTo(1_000);
        assertThat(third.promoted()).as(third.reason()).isFalse();
    }

    @Test
    void shouldJudgeOnEveryHeldOutRowOfTheSameSplit() throws Exception {
        TrainTestSplit split = TrainTestSplit.of(sample, 42, 0.2);
        challenge(OVERFITTED, split);
        ChallengeResult second = challenge(REGULARIZED, split);

        assertThat(second.gateResult().orElseThrow().rows()).isEqualTo(400);
        assertThat(second.reason()).contains(" on 400 held-out rows: ");
    }

    @Test
    void shouldNotCompareOnTooFewRows() throws Exception {
        challenge(REGULARIZED, TrainTestSplit.of(rows(0, 200), 42, 0.2));
        ChallengeResult second = challenge(REGULARIZED, TrainTestSplit.of(rows(0, 200), 7, 0.2));

        assertThat(second.promoted()).isFalse();
        assertThat(second.gateResult()).isEmpty();
        assertThat(second.reason())
                .matches(
                        "Not compared: only one of the two versions was trained on \\d\\d of the 40 held-out rows; the others"
                                + " must be at least 30, were \\d+");
    }

    @Test
    void shouldNotCompareIfTheChampionsRowsCannotBeRead() throws Exception {
        challenge(OVERFITTED, TrainTestSplit.of(sample, 42, 0.2));
        Files.writeString(directory.resolve("housing/versions/1/train.csv"), "truncated");
        ChallengeResult second = challenge(REGULARIZED, TrainTestSplit.of(sample, 7, 0.2));

        assertThat(second.promoted()).isFalse();
        assertThat(second.reason()).startsWith("Not compared").contains("train.csv");
    }

    @Test
    void shouldCompareOnRowsThatBothOrNeitherWereTrainedOn() {
        Dataset heldOut = rows(0, 40);
        Dataset champion = joined(rows(0, 3), rows(5, 7));
        Dataset challenger = joined(rows(1, 2), rows(6, 9));

        ComparisonRows comparison = ComparisonRows.of(heldOut, champion, challenger);
        assertThat(comparison.heldOut()).isEqualTo(40);
        assertThat(comparison.rows().targets())
                .containsExactly(joined(rows(1, 2), joined(rows(3, 5), joined(rows(6, 7), rows(9, 40))))
                        .targets());
    }

    @Test
    void shouldCountADuplicateRowTwice() {
        Dataset twice = joined(rows(0, 40), rows(0, 40));

        assertThat(ComparisonRows.of(twice, rows(0, 1), rows(50, 60)).rows().rows())
                .isEqualTo(78);
        assertThat(ComparisonRows.of(twice, rows(0, 1), joined(rows(0, 1), rows(50, 60)))
                        .rows()
                        .rows())
                .isEqualTo(80);
    }

    @Test
    void shouldRequireThirtyRowsAlsoIfFewerAreHeldOut() {
        assertThat(ComparisonRows.of(rows(0, 60), rows(0, 30), rows(90, 99)).objection("the", 30))
                .isEmpty();
        assertThat(ComparisonRows.of(rows(0, 60), rows(0, 31), rows(90, 99)).objection("the", 30))
                .isPresent();
        assertThat(ComparisonRows.of(rows(0, 4), rows(50, 60), rows(90, 99)).objection("the", 30))
                .isPresent();
    }

    @Test
    void shouldNotPromoteAModelThatIsWorseOnTheChampionsRows() throws Exception {
        challenge(REGULARIZED, TrainTestSplit.of(sample, 42, 0.2));
        int[] south = IntStream.range(0, sample.rows())
                .filter(row -> sample.value(row, Feature.LATITUDE) < 36)
                .toArray();
        Dataset inflated = priced(sample.select(south), 1.6);
        ChallengeResult second = challenge(REGULARIZED, TrainTestSplit.of(inflated, 42, 0.2));

        assertThat(second.gateResult().orElseThrow().passed()).isTrue();
        assertThat(second.promoted()).isFalse();
        assertThat(registry.refusal(2).orElseThrow().state()).isEqualTo(Refusal.State.HELD);
        assertThat(second.reason())
                .isEqualTo(registry.refusal(2).orElseThrow().reason())
                .matches("Worse on the champion's own 400 held-out rows: RMSE .* an increase of \\d+\\.\\d\\d %"
                        + " \\(must be at most 5\\.00 %\\)");
    }

    private static Dataset priced(Dataset dataset, double factor) {
        double[][] columns = Feature.all().stream().map(dataset::column).toArray(double[][]::new);
        return Dataset.of(
                columns,
                Arrays.stream(dataset.targets()).map(target -> target * factor).toArray());
    }

    private ChallengeResult challenge(Map<String, Double> parameters, TrainTestSplit split) throws ModelException {
        SearchSpace candidate =
                SearchSpace.single(ModelSpec.of(Algorithm.GRADIENT_BOOSTING, FeatureSet.RAW, parameters));
        TrainedCandidate trained = Training.run(
                        split, HousingFixtures.plan(List.of(candidate), 1), TrainingListener.NONE)
                .winner();
        ModelProvenance provenance = ModelProvenance.of(split.identity(), Map.of(), "test", "");
        int version = registry.add(new UnregisteredVersion(trained, split, provenance))
                .number();
        return championService.challenge(version, "test", Optional.empty());
    }

    private Dataset rows(int from, int to) {
        return sample.select(IntStream.range(from, to).toArray());
    }

    private static Dataset joined(Dataset first, Dataset second) {
        int n = first.rows() + second.rows();
        double[][] columns = new double[Feature.count()][n];
        double[] targets = new double[n];
        for (int r = 0; r < n; r++) {
            Dataset of = r < first.rows() ? first : second;
            int at = r < first.rows() ? r : r - first.rows();
            for (Feature feature : Feature.all()) {
                columns[feature.column()][r] = of.value(at, feature);
            }
            targets[r] = of.target(at);
        }
        return Dataset.of(columns, targets);
    }
}
