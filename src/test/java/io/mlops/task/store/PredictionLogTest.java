package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.regression.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Prediction PREDICTION = new Prediction(2.5, new Prediction.Interval(2, 3, 0.9), List.of());

    @TempDir
    Path directory;

    @Test
    void shouldWriteALineForEachSampledPrediction() throws IOException {
        assertThat(lines(1)).hasSize(1000);
        assertThat(lines(0)).isEmpty();
        assertThat(lines(0.1).size()).isBetween(50, 170);
    }

    @Test
    void shouldNotGrowBeyondItsMaximumSize() throws IOException {
        PredictionLog log = log(1, 10_000);
        for (int i = 0; i < 200; i++) {
            log.onPrediction("id" + i, null, 1, new double[8], PREDICTION);
            log.flush();
        }
        long bytes = Files.size(directory.resolve("log.jsonl")) + Files.size(directory.resolve("log.jsonl.1"));
        assertThat(bytes).isBetween(5_000L, 10_000L);
        assertThat(Files.readString(directory.resolve("log.jsonl"))).contains("\"id\":\"id199\"");
    }

    private List<String> lines(double samplingRate) throws IOException {
        Files.deleteIfExists(directory.resolve("log.jsonl"));
        PredictionLog log = log(samplingRate, 1 << 20);
        for (int i = 0; i < 1000; i++) {
            log.onPrediction(new UUID(7, i * 0x9E3779B97F4A7C15L).toString(), null, 1, new double[8], PREDICTION);
        }
        log.flush();
        Path file = directory.resolve("log.jsonl");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private PredictionLog log(double samplingRate, long maxBytes) {
        return new PredictionLog(directory.resolve("log.jsonl"), samplingRate, maxBytes, CLOCK);
    }
}
