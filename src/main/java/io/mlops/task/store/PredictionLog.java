package io.mlops.task.store;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.regression.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A share of what a model was asked and answered, a line of JSON each. A request only leaves its line in memory, and not
 * even that where the disk is slower than the requests; {@link #flush} writes them. Of two files of bounded size the older
 * one goes when the newer one is full.
 */
public final class PredictionLog implements ServedModel.PredictionListener {
    private static final int MAX_WAITING = 10_000;
    private static final int HASHES = 1 << 16;

    private final Path file;
    private final double share;
    private final long mostBytes;
    private final Clock clock;
    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    /** @param share of predictions that are logged, 0 to 1 */
    public PredictionLog(Path file, double share, long mostBytes, Clock clock) {
        this.file = file;
        this.share = share;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** The end of an id is random, so that a share of the ids is a sample of the requests. */
    @Override
    public void onPrediction(String id, int version, double[] features, Prediction prediction) {
        if ((id.hashCode() & (HASHES - 1)) < share * HASHES) {
            waiting.offer(line(id, version, features, prediction));
        }
    }

    /** Writes what waits. */
    public synchronized void flush() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = waiting.poll(); line != null; line = waiting.poll()) {
            lines.append(line);
        }
        if (lines.isEmpty()) {
            return;
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
        if (size() + bytes.length > mostBytes / 2) {
            rotate();
        }
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void rotate() throws IOException {
        if (Files.exists(file)) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private String line(String id, int version, double[] features, Prediction prediction) {
        StringBuilder line = new StringBuilder(400);
        line.append("{\"at\":\"").append(clock.instant()).append("\",\"id\":\"").append(id);
        line.append("\",\"version\":").append(version);
        for (Feature feature : Feature.all()) {
            line.append(",\"")
                    .append(feature.title())
                    .append("\":")
                    .append(Doubles.toPlainString(features[feature.column()]));
        }
        line.append(",\"prediction\":").append(Doubles.toPlainString(prediction.value()));
        return line.append(",\"warnings\":")
                .append(prediction.warnings().size())
                .append("}\n")
                .toString();
    }
}
