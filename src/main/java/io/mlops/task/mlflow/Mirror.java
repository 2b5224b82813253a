package io.mlops.task.mlflow;

import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelRegistry;
import io.mlops.task.model.ModelVersion;
import io.mlops.task.run.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One model's registry on a tracking server: compares what is on disk with what was sent and sends the rest, in order. A
 * crash between two steps repeats the step, which finds what it had done. Not for several threads.
 */
public final class Mirror {
    private final ModelRegistry registry;
    private final Supplier<List<Run>> failedRuns;
    private final SentStore store;
    private final TrackingServer server;
    private final TrackingApi tracking;
    private final RegistryApi models;
    private @Nullable Sent sent;
    private boolean verified;

    /**
     * Sends nothing before {@link #reconcile}.
     *
     * @param failedRuns the trainings of this model that failed and are still kept
     */
    public Mirror(ModelRegistry registry, Supplier<List<Run>> failedRuns, SentStore store, TrackingServer server) {
        this.registry = registry;
        this.failedRuns = failedRuns;
        this.store = store;
        this.server = server;
        Requests requests = new Requests(server);
        this.tracking = new TrackingApi(requests);
        this.models = new RegistryApi(requests);
    }

    /** Versions, a champion and failed runs that the server has not been told of. */
    public int behind() throws ModelException, IOException {
        Sent known = sent();
        List<ModelVersion> versions = registry.versions();
        int unsent = untold(versions, known).size() + untoldFailures(known).size();
        return unsent + (seatedOtherwise(versions, known).isPresent() ? 1 : 0);
    }

    /**
     * Tells the server all that it has not been told.
     *
     * @throws TrackingException the first thing that it would not take; whatever else it takes has been sent nonetheless,
     *     unless it does not answer at all
     */
    public void reconcile() throws ModelException, IOException, TrackingException, InterruptedException {
        verify();
        List<ModelVersion> versions = registry.versions();
        Refusals refusals = new Refusals();
        for (ModelVersion version : untold(versions, sent())) {
            refusals.passOver(() -> tell(version));
        }
        Optional<ModelVersion> champion = seatedOtherwise(versions, sent());
        if (champion.isPresent()) {
            refusals.passOver(() -> seat(champion.get()));
        }
        for (Run run : untoldFailures(sent())) {
            refusals.passOver(() -> tell(run));
        }
        refusals.raise();
    }

    /** Once in a process: a server that was set up anew has forgotten what the file says it was told. */
    private void verify() throws IOException, TrackingException, InterruptedException {
        if (!verified && !sent().versions().isEmpty() && !models.has(registry.name())) {
            keep(Sent.nothing(server.toString()));
        }
        verified = true;
    }

    private void tell(ModelVersion version)
            throws ModelException, IOException, TrackingException, InterruptedException {
        Entry entry = VersionEntry.of(registry, version);
        TrackedRun run = tracking.tell(tracking.experiment(registry.name()), entry);
        models.make(registry.name());
        String theirs =
                models.version(registry.name(), run, PythonModel.FOLDER, VersionEntry.tags(registry.name(), version));
        keep(sent().withVersion(entry.identity(), theirs));
    }

    private void seat(ModelVersion champion) throws IOException, TrackingException, InterruptedException {
        String identity = identity(champion);
        String theirs = sent().versions().get(identity);
        if (theirs != null) {
            models.seat(registry.name(), theirs);
            keep(sent().withChampion(identity));
        }
    }

    private void tell(Run run) throws IOException, TrackingException, InterruptedException {
        TrackedRun unused = tracking.tell(tracking.experiment(registry.name()), FailedRunEntry.of(run));
        keep(sent().withFailed(FailedRunEntry.identity(run)));
    }

    private List<ModelVersion> untold(List<ModelVersion> versions, Sent known) {
        return versions.stream()
                .filter(version -> !known.versions().containsKey(identity(version)))
                .toList();
    }

    private Optional<ModelVersion> seatedOtherwise(List<ModelVersion> versions, Sent known) throws ModelException {
        int serving = registry.history().champion().orElse(0);
        return versions.stream()
                .filter(version ->
                        version.number() == serving && !identity(version).equals(known.champion()))
                .findFirst();
    }

    private List<Run> untoldFailures(Sent known) {
        List<Run> untold = new ArrayList<>(failedRuns.get());
        untold.removeIf(run -> known.failed().contains(FailedRunEntry.identity(run)));
        return untold;
    }

    private String identity(ModelVersion version) {
        return VersionEntry.identity(registry.name(), version);
    }

    private Sent sent() throws IOException {
        Sent known = sent;
        if (known == null) {
            known = store.read(registry.name())
                    .filter(kept -> kept.server().equals(server.toString()))
                    .orElseGet(() -> Sent.nothing(server.toString()));
            sent = known;
        }
        return known;
    }

    private void keep(Sent next) throws IOException {
        Set<String> kept =
                failedRuns.get().stream().map(FailedRunEntry::identity).collect(Collectors.toSet());
        Sent pruned = next.onlyFailed(kept::contains);
        store.write(registry.name(), pruned);
        sent = pruned;
    }
}
