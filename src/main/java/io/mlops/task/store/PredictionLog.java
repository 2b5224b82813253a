package io.mlops.task.store;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.PredictionListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Logs a sample of predictions, one JSON object per line. A request only adds its line to a queue in memory, or drops it if
 * the queue is full; {@link #flush} writes the queue. There are two files of bounded size: when the current one is full, it
 * replaces the older one.
 */
public final class PredictionLog implements PredictionListener {
    private static final int MAX_QUEUED = 10_000;
    private static final int HASHES = 1 << 16;

    private final Path file;
    private final double samplingRate;
    private final long maxBytes;
    private final Clock clock;
    private final ArrayBlockingQueue<String> queue = new ArrayBlockingQueue<>(MAX_QUEUED);

    /** @param samplingRate fraction of predictions that are logged, 0 to 1 */
    public PredictionLog(Path file, double samplingRate, long maxBytes, Clock clock) {
        this.file = file;
        this.samplingRate = samplingRate;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** The end of an id is random, so a fraction of the hashes is a random sample of the predictions. */
    @Override
    public void onPrediction(String id, @Nullable String key, int version, double[] features, Prediction prediction) {
        if ((id.hashCode() & (HASHES - 1)) < samplingRate * HASHES) {
            queue.offer(line(id, version, features, prediction));
        }
    }

    /** Writes the queued lines. */
    public synchronized void flush() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line = queue.poll(); line != null; line = queue.poll()) {
            lines.append(line);
        }
        if (lines.isEmpty()) {
            return;
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
        if (size() + bytes.length > maxBytes / 2) {
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
                    .append(feature.label())
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
