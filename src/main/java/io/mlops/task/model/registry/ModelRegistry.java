package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.regression.TrainedModel;
import java.util.List;

/**
 * Where the versions of one named model are kept. What a method has answered is on disk and stays; a version or a change
 * is there whole or not at all, whenever the program dies. Any failure to read or write is a {@link ModelException}.
 */
public interface ModelRegistry {
    /** The model's name, e.g. {@code housing}. */
    String name();

    /** Keeps what was trained as the next version; it does not become the champion by that. */
    ModelVersion add(UnregisteredVersion newVersion) throws ModelException;

    /** All versions, oldest first, also those that cannot be read. */
    List<Integer> numbers() throws ModelException;

    /** The records of all versions whose record can be read, oldest first. */
    List<ModelVersion> versions() throws ModelException;

    /** One version's record; a number that is not there is an error that names those that are. */
    ModelVersion version(int number) throws ModelException;

    TrainedModel model(int number) throws ModelException;

    /** The rows the version learnt from: the reference to watch for drift. */
    Dataset train(int number) throws ModelException;

    /** The rows it never saw, to compare it on. */
    Dataset heldOut(int number) throws ModelException;

    EvaluationPlots plots(int number) throws ModelException;

    /** What cross-validation tried before the version was trained; empty where there was nothing to choose. */
    List<Trial> trials(int number) throws ModelException;

    String card(int number) throws ModelException;

    ChampionHistory history() throws ModelException;

    /** Appends a change; refused when another one took its place in the sequence meanwhile. */
    ChampionHistory append(ChampionChange change) throws ModelException;
}
