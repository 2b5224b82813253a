package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ModelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Concurrent
class FileModelRegistryKilledTest {
    @TempDir
    private Path directory;

    @Test
    void shouldBeConsistentAfterEveryKillOfItsWriter() throws Exception {
        for (int kill = 0; kill < 3; kill++) {
            killAfter(2, 7 + 13L * kill);
            FileModelRegistry models = FileModelRegistry.open(directory, "housing", Clock.systemUTC());
            List<ModelVersion> versions = models.versions();
            List<ChampionChange> changes = models.history().changes();
            for (int v = 0; v < versions.size(); v++) {
                assertThat(versions.get(v).number()).isEqualTo(v + 1);
                assertThat(models.model(v + 1).predict(HousingFixtures.sample().row(0)))
                        .isPositive();
                assertThat(models.heldOutRows(v + 1).rows()).isEqualTo(400);
            }
            assertThat(versions).hasSizeGreaterThanOrEqualTo(2 * (kill + 1));
            assertThat(versions.size() - changes.size()).isBetween(0, kill + 1);
            models.history().champion().ifPresent(champion -> assertThat(champion)
                    .isLessThanOrEqualTo(versions.size()));
        }
        assertThat(FileModelRegistry.open(directory, "housing", Clock.systemUTC())
                        .versions())
                .isNotEmpty();
    }

    /** Kills it this long after it has promoted that many versions, at some point of the next one. */
    private void killAfter(int promoted, long milliseconds) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < promoted; i++) {
                assertThat(said.readLine()).isNotNull();
            }
            Thread.sleep(milliseconds);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }
}
