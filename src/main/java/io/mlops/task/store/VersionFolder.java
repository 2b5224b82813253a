package io.mlops.task.store;

import io.mlops.task.model.Descriptor;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelFile;
import io.mlops.task.model.ModelVersion;
import io.mlops.task.model.Plots;
import io.mlops.task.model.Submission;
import io.mlops.task.model.Table;
import io.mlops.task.model.TrainedModel;
import io.mlops.task.model.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** One version's folder: the model in its library's format, and beside it all that explains it. */
record VersionFolder(Path path) {
    private static final String RECORD = "version.json";
    private static final String DESCRIPTOR = "descriptor.json";
    private static final String TRAIN = "train.csv";
    private static final String HELD_OUT = "held-out.csv";
    private static final String PLOTS = "plots.json";
    private static final String TRIALS = "trials.json";
    private static final String CARD = "card.md";

    /** Fills an empty folder; every file is flushed to the disk before this returns. */
    ModelVersion fill(Submission submission, int number, Instant now) throws IOException {
        TrainedModel model = submission.contender().model();
        ModelFile file = model.file();
        ModelVersion version = submission.version(number, now, sha256(file.bytes()));
        write(file.name(), file.bytes());
        write(DESCRIPTOR, ModelJson.bytes(model.descriptor()));
        write(TRAIN, TableCsv.bytes(submission.split().train()));
        write(HELD_OUT, TableCsv.bytes(submission.split().heldOut()));
        write(PLOTS, ModelJson.bytes(submission.contender().plots()));
        write(TRIALS, ModelJson.bytes(submission.contender().trials()));
        write(CARD, submission.card().getBytes(StandardCharsets.UTF_8));
        write(RECORD, ModelJson.bytes(version));
        return version;
    }

    ModelVersion version() throws IOException {
        return ModelJson.read(path.resolve(RECORD), ModelVersion.class);
    }

    /** The model, if its file is still the one that was registered. */
    TrainedModel model() throws IOException, ModelException {
        Descriptor descriptor = ModelJson.read(path.resolve(DESCRIPTOR), Descriptor.class);
        ModelFile file =
                new ModelFile(descriptor.modelFile(), Files.readAllBytes(path.resolve(descriptor.modelFile())));
        String wanted = version().modelHash();
        String found = sha256(file.bytes());
        if (!found.equals(wanted)) {
            throw new ModelException(path.resolve(file.name()) + " was changed since it was registered: SHA-256 "
                    + found + "; wanted " + wanted);
        }
        return TrainedModel.of(descriptor, file);
    }

    Table train() throws ModelException {
        return TableCsv.read(path.resolve(TRAIN));
    }

    Table heldOut() throws ModelException {
        return TableCsv.read(path.resolve(HELD_OUT));
    }

    Plots plots() throws IOException {
        return ModelJson.read(path.resolve(PLOTS), Plots.class);
    }

    List<Trial> trials() throws IOException {
        return List.of(ModelJson.read(path.resolve(TRIALS), Trial[].class));
    }

    String card() throws IOException {
        return Files.readString(path.resolve(CARD));
    }

    private void write(String name, byte[] bytes) throws IOException {
        WholeFile.write(path.resolve(name), bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256; this one does not", e);
        }
    }
}
