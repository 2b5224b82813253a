package io.mlops.task.store;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.ModelJson;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.TableCsv;
import io.mlops.task.model.registry.ModelArtifacts;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.ModelDescriptor;
import io.mlops.task.model.regression.ModelFile;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.run.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One version's folder: the model in its library's format, and beside it all that explains it. */
record VersionFolder(Path path) {
    private static final String RECORD = "version.json";

    /** Fills an empty folder; every file is flushed to the disk before this returns. */
    ModelVersion fill(UnregisteredVersion newVersion, int number, Instant now) throws IOException, ModelException {
        ModelFile file = newVersion.modelFile();
        ModelVersion version = newVersion.version(number, now, Sha256.digest(file.bytes()));
        for (Map.Entry<String, byte[]> kept : ModelArtifacts.of(newVersion).entrySet()) {
            write(kept.getKey(), kept.getValue());
        }
        write(RECORD, ModelJson.bytes(version));
        return version;
    }

    ModelVersion version() throws IOException {
        return ModelJson.read(path.resolve(RECORD), ModelVersion.class);
    }

    /** The model, if its file is still the one that was registered. */
    TrainedModel model() throws IOException, ModelException {
        ModelDescriptor descriptor = ModelJson.read(path.resolve(ModelArtifacts.DESCRIPTOR), ModelDescriptor.class);
        ModelFile file =
                new ModelFile(descriptor.modelFile(), Files.readAllBytes(path.resolve(descriptor.modelFile())));
        String wanted = version().modelHash();
        String found = Sha256.digest(file.bytes());
        if (!found.equals(wanted)) {
            throw new ModelException(path.resolve(file.name()) + " was changed since it was registered: SHA-256 "
                    + found + "; wanted " + wanted);
        }
        return TrainedModel.of(descriptor, file);
    }

    Dataset train() throws ModelException {
        return TableCsv.read(path.resolve(ModelArtifacts.TRAIN));
    }

    Dataset heldOut() throws ModelException {
        return TableCsv.read(path.resolve(ModelArtifacts.HELD_OUT));
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

    private void write(String name, byte[] bytes) throws IOException {
        AtomicFile.write(path.resolve(name), bytes);
    }
}
