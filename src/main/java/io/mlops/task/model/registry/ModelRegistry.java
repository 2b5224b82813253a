package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.regression.TrainedModel;
import java.util.List;
import java.util.Optional;

/**
 * Stores the versions of one named model and the history of its champion. Writes are atomic and durable: when a method
 * returns, its version or change is on disk, and a crash leaves no part of one. Any failure to read or write is a
 * {@link ModelException}.
 */
public interface ModelRegistry {
    /** Returns the model's name, e.g. {@code housing}. */
    String name();

    /** Stores a trained model as the next version; this does not make it the champion. */
    ModelVersion add(UnregisteredVersion newVersion) throws ModelException;

    /** Returns the numbers of all versions, oldest first, including unreadable ones. */
    List<Integer> numbers() throws ModelException;

    /** Returns the records of all readable versions, oldest first. */
    List<ModelVersion> versions() throws ModelException;

    /** Returns the records of at most {@code max} readable versions with a number below {@code below}, newest first. */
    List<ModelVersion> newestFirst(int below, int max) throws ModelException;

    /** Returns one version's record; the error for an unknown number lists the existing ones. */
    ModelVersion version(int number) throws ModelException;

    TrainedModel model(int number) throws ModelException;

    /** Returns the rows that the version was trained on, the reference for drift. */
    Dataset trainRows(int number) throws ModelException;

    /** Returns the rows that were held out from its training. */
    Dataset heldOutRows(int number) throws ModelException;

    EvaluationPlots plots(int number) throws ModelException;

    /** Returns the trials of the search before its training; empty if there was only one specification. */
    List<Trial> trials(int number) throws ModelException;

    String card(int number) throws ModelException;

    /** Stores why a version did not become the champion; replaces an earlier refusal. */
    void refuse(int number, Refusal refusal) throws ModelException;

    /** Returns why the version did not become the champion when it was trained; empty if it did, or was not judged. */
    Optional<Refusal> refusal(int number) throws ModelException;

    /** Removes a version; its number is not used again as long as a later version exists. */
    void remove(int number) throws ModelException;

    ChampionHistory history() throws ModelException;

    /** Appends a change; throws {@link ChampionConflictException} if another change has taken its sequence number. */
    ChampionHistory append(ChampionChange change) throws ModelException;
}
