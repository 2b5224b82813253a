package io.mlops.task.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.monitoring.LabelledRow;
import io.mlops.task.model.monitoring.LabelledRowStore;
import io.mlops.task.model.monitoring.PredictedRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores labelled rows as lines of JSON that are appended; a later line replaces an earlier one with the same id. The file is
 * rewritten without the replaced and the oldest rows once it has twice as many lines as rows may be stored. A line that a
 * power failure left incomplete is ignored.
 */
public final class FileLabelledRows implements LabelledRowStore {
    private static final System.Logger LOGGER = System.getLogger(FileLabelledRows.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final int maxRows;
    private long lines;

    /** @param maxRows the oldest labels go first */
    public FileLabelledRows(Path file, int maxRows) {
        this.file = file;
        this.maxRows = maxRows;
    }

    @Override
    public synchronized List<LabelledRow> load() throws ModelException {
        Map<String, LabelledRow> rows = new LinkedHashMap<>();
        List<String> stored = stored();
        for (String line : stored) {
            try {
                LabelledRow row = parse(JSON.readTree(line));
                rows.remove(row.row().id());
                if (!row.isWithdrawn()) {
                    rows.put(row.row().id(), row);
                }
            } catch (IOException | DateTimeException | IllegalArgumentException e) {
                LOGGER.log(System.Logger.Level.WARNING, "Ignored a damaged line of " + file + ": " + e.getMessage());
            }
        }
        lines = stored.size();
        List<LabelledRow> all = new ArrayList<>(rows.values());
        return all.subList(Math.max(0, all.size() - maxRows), all.size());
    }

    private List<String> stored() throws ModelException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e, e);
        }
    }

    @Override
    public synchronized void append(List<LabelledRow> rows) throws ModelException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
            append(bytes(rows));
            lines += rows.size();
            if (lines > 2L * maxRows) {
                List<LabelledRow> kept = load();
                AtomicFile.write(file, bytes(kept));
                lines = kept.size();
            }
        } catch (IOException e) {
            throw new ModelException(file + " cannot be written: " + e, e);
        }
    }

    /** Takes back what a full disk left incomplete; a line without an end would swallow the next. */
    private void append(byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = completeSize(channel);
            channel.position(end);
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        }
    }

    /** Returns the size up to the end of the last complete line. */
    private static long completeSize(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        while (size > 0) {
            last.clear();
            channel.read(last, size - 1);
            if (last.get(0) == '\n') {
                break;
            }
            size--;
        }
        channel.truncate(size);
        return size;
    }

    private static byte[] bytes(List<LabelledRow> rows) throws IOException {
        StringBuilder text = new StringBuilder(rows.size() * 400);
        for (LabelledRow row : rows) {
            append(row, text);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(LabelledRow labelled, StringBuilder text) throws IOException {
        PredictedRow row = labelled.row();
        text.append("{\"id\":").append(JSON.writeValueAsString(row.id()));
        text.append(",\"key\":").append(JSON.writeValueAsString(row.key()));
        text.append(",\"version\":").append(row.version());
        text.append(",\"predictedAt\":\"").append(row.at());
        text.append("\",\"labelledAt\":\"").append(labelled.at()).append('"');
        for (Feature feature : Feature.all()) {
            text.append(",\"").append(feature.label()).append("\":");
            text.append(Doubles.toPlainString(row.features()[feature.column()]));
        }
        text.append(",\"prediction\":").append(Doubles.toPlainString(row.predicted()));
        text.append(",\"actual\":");
        text.append(labelled.isWithdrawn() ? "null" : Doubles.toPlainString(labelled.actual()));
        text.append("}\n");
    }

    private static LabelledRow parse(JsonNode line) {
        double[] features = new double[Feature.count()];
        for (Feature feature : Feature.all()) {
            features[feature.column()] = line.required(feature.label()).doubleValue();
        }
        PredictedRow row = new PredictedRow(
                line.required("id").asText(),
                line.path("key").textValue(),
                line.required("version").intValue(),
                Instant.parse(line.required("predictedAt").asText()),
                features,
                line.required("prediction").doubleValue());
        JsonNode actual = line.required("actual");
        return new LabelledRow(
                row,
                actual.isNull() ? Double.NaN : actual.doubleValue(),
                Instant.parse(line.required("labelledAt").asText()));
    }
}
