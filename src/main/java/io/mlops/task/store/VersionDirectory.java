package io.mlops.task.store;

import io.mlops.task.execution.Sha256;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.ModelJson;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingCsvReader;
import io.mlops.task.model.registry.ModelArtifacts;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.Refusal;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.ModelDescriptor;
import io.mlops.task.model.regression.ModelFile;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.text.Messages;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One version's directory: the model in its library's format, and the files that describe it. */
record VersionDirectory(Path path) {
    private static final String RECORD = "version.json";
    private static final String REFUSAL = "refusal.json";

    /**
     * Writes all files to an empty directory; they are durable when this returns.
     *
     * @param others directories of versions whose files are linked instead of written again if they are the same
     */
    ModelVersion write(UnregisteredVersion newVersion, int number, Instant now, List<Path> others)
            throws IOException, ModelException {
        ModelFile file = newVersion.modelFile();
        ModelVersion version = newVersion.version(number, now, Sha256.digest(file.bytes()));
        for (Map.Entry<String, byte[]> artifact : ModelArtifacts.of(newVersion).entrySet()) {
            if (!link(artifact.getKey(), artifact.getValue(), others)) {
                write(artifact.getKey(), artifact.getValue());
            }
        }
        write(RECORD, ModelJson.bytes(version));
        return version;
    }

    /** Files are replaced, never changed, so that two versions can share one. */
    private boolean link(String name, byte[] bytes, List<Path> others) throws IOException {
        for (Path other : others) {
            Path file = other.resolve(name);
            if (contains(file, bytes)) {
                try {
                    Files.createLink(path.resolve(name), file);
                    return true;
                } catch (UnsupportedOperationException | FileSystemException e) {
                    return false;
                }
            }
        }
        return false;
    }

    /** Whether a file of another version is the same; not if it cannot be read. */
    private static boolean contains(Path file, byte[] bytes) {
        try {
            return Files.exists(file)
                    && Files.size(file) == bytes.length
                    && Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            return false;
        }
    }

    ModelVersion version() throws IOException {
        return ModelJson.read(path.resolve(RECORD), ModelVersion.class);
    }

    /** Returns the model, if its file is unchanged. */
    TrainedModel model() throws IOException, ModelException {
        ModelDescriptor descriptor = ModelJson.read(path.resolve(ModelArtifacts.DESCRIPTOR), ModelDescriptor.class);
        ModelFile file =
                new ModelFile(descriptor.modelFile(), Files.readAllBytes(path.resolve(descriptor.modelFile())));
        String actual = Sha256.digest(file.bytes());
        if (!actual.equals(version().modelHash())) {
            throw new ModelException(path.resolve(file.name()) + " was changed after its registration: SHA-256 "
                    + Messages.mustBe(version().modelHash(), actual));
        }
        return TrainedModel.of(descriptor, file);
    }

    Dataset trainRows() throws ModelException {
        return HousingCsvReader.read(path.resolve(ModelArtifacts.TRAIN)).dataset();
    }

    Dataset heldOutRows() throws ModelException {
        return HousingCsvReader.read(path.resolve(ModelArtifacts.HELD_OUT)).dataset();
    }

    EvaluationPlots plots() throws IOException {
        return ModelJson.read(path.resolve(ModelArtifacts.PLOTS), EvaluationPlots.class);
    }

    List<Trial> trials() throws IOException {
        return List.of(ModelJson.read(path.resolve(ModelArtifacts.TRIALS), Trial[].class));
    }

    String card() throws IOException {
        return Files.readString(path.resolve(ModelArtifacts.CARD));
    }

    void refuse(Refusal refusal) throws IOException {
        write(REFUSAL, ModelJson.bytes(refusal));
    }

    Optional<Refusal> refusal() throws IOException {
        Path file = path.resolve(REFUSAL);
        return Files.exists(file) ? Optional.of(ModelJson.read(file, Refusal.class)) : Optional.empty();
    }

    private void write(String name, byte[] bytes) throws IOException {
        AtomicFile.write(path.resolve(name), bytes);
    }
}
