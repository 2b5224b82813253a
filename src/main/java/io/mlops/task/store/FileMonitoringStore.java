package io.mlops.task.store;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.monitoring.MonitoringStore;
import io.mlops.task.model.monitoring.PredictedRow;
import io.mlops.task.model.monitoring.PredictionWindow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores the monitoring state in one binary file: it is written every few seconds, and text would be ten times as long. */
public final class FileMonitoringStore implements MonitoringStore {
    private static final System.Logger LOGGER = System.getLogger(FileMonitoringStore.class.getName());
    private static final int FORMAT = 0x4d4c5702;

    private final Path file;

    public FileMonitoringStore(Path file) {
        this.file = file;
    }

    /** Returns the directory of monitoring states below {@code data}. Renames that of earlier versions, {@code watch}. */
    public static Path directory(Path data) throws ModelException {
        Path directory = data.resolve("monitoring");
        Path former = data.resolve("watch");
        if (Files.isDirectory(former) && !Files.exists(directory)) {
            try {
                Files.move(former, directory);
            } catch (IOException e) {
                throw new ModelException(former + " cannot be renamed to " + directory + ": " + e, e);
            }
        }
        return directory;
    }

    @Override
    public Optional<MonitoringStore.State> load() {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            if (in.readInt() != FORMAT) {
                throw new IOException("unknown format");
            }
            return Optional.of(new MonitoringStore.State(in.readInt(), window(in), waiting(in)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Could not read " + file + "; starting with empty monitoring state: " + e);
            return Optional.empty();
        }
    }

    @Override
    public synchronized void save(MonitoringStore.State state) throws ModelException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeInt(state.version());
            write(state.window(), out);
            out.writeInt(state.waiting().size());
            for (PredictedRow row : state.waiting()) {
                write(row, out);
            }
            AtomicFile.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new ModelException(file + " cannot be written: " + e, e);
        }
    }

    private static void write(PredictionWindow.Snapshot window, DataOutputStream out) throws IOException {
        out.writeInt(window.rows().length);
        for (int r = 0; r < window.rows().length; r++) {
            for (double value : window.rows()[r]) {
                out.writeDouble(value);
            }
            out.writeDouble(window.predictions()[r]);
        }
    }

    private static PredictionWindow.Snapshot window(DataInputStream in) throws IOException {
        double[][] rows = new double[count(in)][Feature.count()];
        double[] predictions = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int f = 0; f < rows[r].length; f++) {
                rows[r][f] = in.readDouble();
            }
            predictions[r] = in.readDouble();
        }
        return new PredictionWindow.Snapshot(rows, predictions);
    }

    private static void write(PredictedRow row, DataOutputStream out) throws IOException {
        out.writeUTF(row.id());
        out.writeUTF(row.key() == null ? "" : row.key());
        out.writeInt(row.version());
        out.writeLong(row.at().toEpochMilli());
        for (double value : row.features()) {
            out.writeDouble(value);
        }
        out.writeDouble(row.predicted());
    }

    private static List<PredictedRow> waiting(DataInputStream in) throws IOException {
        int count = count(in);
        List<PredictedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = in.readUTF();
            String key = in.readUTF();
            int version = in.readInt();
            Instant at = Instant.ofEpochMilli(in.readLong());
            double[] features = new double[Feature.count()];
            for (int f = 0; f < features.length; f++) {
                features[f] = in.readDouble();
            }
            rows.add(new PredictedRow(id, key.isEmpty() ? null : key, version, at, features, in.readDouble()));
        }
        return rows;
    }

    /** A count cannot exceed the number of remaining bytes. */
    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("truncated");
        }
        return count;
    }
}
