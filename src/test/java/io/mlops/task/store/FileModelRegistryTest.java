package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelRegistryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static UnregisteredVersion trees;
    private static UnregisteredVersion line;

    @TempDir
    private Path directory;

    private FileModelRegistry models;

    @BeforeAll
    static void train() throws ModelException {
        trees = HousingFixtures.newVersion(HousingFixtures.boosting(30));
        line = HousingFixtures.newVersion(HousingFixtures.linear());
    }

    @BeforeEach
    void open() throws ModelException {
        models = FileModelRegistry.open(directory, "housing", CLOCK);
    }

    @Test
    void shouldStoreAVersionWithItsProvenanceAndRestoreItBitForBit() throws Exception {
        ModelVersion added = models.add(trees);
        FileModelRegistry again = FileModelRegistry.open(directory, "housing", CLOCK);
        assertThat(again.version(1)).isEqualTo(added);
        assertThat(added.provenance()).isEqualTo(trees.provenance());
        assertThat(added.createdAt()).isEqualTo(CLOCK.instant());
        TrainedModel loaded = again.model(1);
        TrainedModel trained = trees.candidate().model();
        assertThat(loaded.predict(HousingFixtures.sample())).containsExactly(trained.predict(HousingFixtures.sample()));
        assertThat(loaded.file().bytes()).isEqualTo(trained.file().bytes());
        assertThat(loaded.predictWithInterval(HousingFixtures.sample().row(3)))
                .isEqualTo(trained.predictWithInterval(HousingFixtures.sample().row(3)));
        assertThat(again.trainRows(1).hash()).isEqualTo(trees.split().train().hash());
        assertThat(again.heldOutRows(1).hash())
                .isEqualTo(trees.split().heldOut().hash());
        assertThat(again.plots(1)).isEqualTo(trees.candidate().plots());
        assertThat(again.card(1)).isEqualTo(trees.card());
    }

    @Test
    void shouldNumberVersionsAndListThem() throws Exception {
        models.add(line);
        models.add(trees);
        assertThat(models.versions()).extracting(ModelVersion::number).containsExactly(1, 2);
        assertThat(FileModelRegistry.names(directory)).containsExactly("housing");
        assertThatThrownBy(() -> models.version(3)).hasMessage("Model housing has no version 3; it has [1, 2]");
    }

    @Test
    void shouldListAPageOfVersionsNewestFirst() throws Exception {
        models.add(line);
        models.add(trees);
        models.add(line);
        assertThat(models.newestFirst(Integer.MAX_VALUE, 2))
                .extracting(ModelVersion::number)
                .containsExactly(3, 2);
        assertThat(models.newestFirst(2, 2)).extracting(ModelVersion::number).containsExactly(1);
    }

    @Test
    void shouldStoreEqualFilesOfVersionsOnce() throws Exception {
        models.add(trees);
        models.add(line);
        models.add(trees);
        Path versions = directory.resolve("housing/versions");
        for (String file : List.of("model.ubj", "train.csv", "held-out.csv", "plots.json")) {
            assertThat(Files.isSameFile(versions.resolve("1/" + file), versions.resolve("3/" + file)))
                    .as(file)
                    .isTrue();
        }
        assertThat(Files.isSameFile(versions.resolve("1/train.csv"), versions.resolve("2/train.csv")))
                .isTrue();
        assertThat(Files.isSameFile(versions.resolve("1/version.json"), versions.resolve("3/version.json")))
                .isFalse();
        models.remove(1);
        assertThat(models.model(3).file().bytes())
                .isEqualTo(trees.candidate().model().file().bytes());
        assertThat(models.numbers()).containsExactly(2, 3);
        assertThat(versions.resolve(".removed-1")).doesNotExist();
    }

    @Test
    void shouldNotRemoveAVersionOfTheHistory() throws Exception {
        models.add(line);
        models.append(models.history().promotion(1, CLOCK.instant(), "a", "first", null));
        assertThatThrownBy(() -> models.remove(1))
                .hasMessage("Version 1 of model housing is in the champion's history");
        assertThat(models.numbers()).containsExactly(1);
    }

    @Test
    void shouldAssignEveryWriterItsOwnNumber() throws Exception {
        FileModelRegistry other = FileModelRegistry.open(directory, "housing", CLOCK);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Callable<ModelVersion>> adds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            adds.add(() -> models.add(line));
            adds.add(() -> other.add(line));
        }
        List<Integer> numbers = new ArrayList<>();
        for (Future<ModelVersion> added : threads.invokeAll(adds)) {
            numbers.add(added.get().number());
        }
        threads.shutdown();
        assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldRejectAChangeBasedOnAnOlderHistory() throws Exception {
        models.add(line);
        models.add(trees);
        ChampionChange first = models.history().promotion(1, CLOCK.instant(), "a", "first", null);
        ChampionChange late = models.history().promotion(2, CLOCK.instant(), "b", "at the same time", null);
        models.append(first);
        assertThatThrownBy(() -> models.append(late)).hasMessageContaining("sequence number must be 2, was 1");
        assertThat(models.history().changes()).containsExactly(first);
    }

    @Test
    void shouldRejectThePromotionOfAnUnknownVersion() throws Exception {
        ChampionChange change = models.history().promotion(7, CLOCK.instant(), "a", "b", null);
        assertThatThrownBy(() -> models.append(change)).hasMessageContaining("no version 7");
        assertThat(models.history().champion()).isEmpty();
    }

    @Test
    void shouldDetectAChangedModelFile() throws Exception {
        models.add(trees);
        Path file = directory.resolve("housing/versions/1/model.ubj");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> models.model(1)).hasMessageContaining("was changed after its registration");
    }

    @Test
    void shouldDeleteIncompleteFilesOfAKilledWriter() throws Exception {
        models.add(line);
        Path incomplete = Files.createDirectory(directory.resolve("housing/versions/.adding-1"));
        Files.writeString(incomplete.resolve("model.ubj"), "half");
        Files.writeString(directory.resolve("housing/history/.1.json.ab.tmp"), "{");
        FileModelRegistry again = FileModelRegistry.open(directory, "housing", CLOCK);
        assertThat(incomplete).doesNotExist();
        assertThat(directory.resolve("housing/history")).isEmptyDirectory();
        assertThat(again.versions()).hasSize(1);
    }

    @Test
    void shouldRejectANameThatIsAPath() {
        assertThatThrownBy(() -> FileModelRegistry.open(directory, "../housing", CLOCK))
                .hasMessageContaining("../housing");
    }
}
