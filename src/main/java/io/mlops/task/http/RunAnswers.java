package io.mlops.task.http;

import io.mlops.task.run.Accepted;
import io.mlops.task.run.KeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.Runs;
import io.mlops.task.run.Submission;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a run is shown to a client, whoever asked for it. */
@Singleton
final class RunAnswers {
    private final Runs runs;
    private final RunSettings settings;
    private final Clock clock;

    RunAnswers(Runs runs, RunSettings settings, Clock clock) {
        this.runs = runs;
        this.settings = settings;
        this.clock = clock;
    }

    RunView view(Run run) {
        return RunView.of(run, settings.of(run), runs.attempt(run.id()), clock);
    }

    /** 202, or 200 where it has ended or was there before; after as long as the client prefers to wait. */
    CompletionStage<Response> submit(Submission submission, @Nullable String prefer)
            throws IOException, QueueFullException, KeyReusedException {
        Preference preference = Preference.parse(prefer);
        Accepted accepted = runs.submit(submission);
        return preference.await(runs, accepted.run()).thenApply(run -> {
            boolean waiting = accepted.isNew() && !run.isEnded();
            return preference.acknowledge(located(waiting ? 202 : 200, run)).build();
        });
    }

    /** 202 with where the run is found. */
    Response accepted(Run run) {
        return located(202, run).build();
    }

    private Response.ResponseBuilder located(int status, Run run) {
        return Response.status(status)
                .header(HttpHeaders.LOCATION, "/runs/" + run.id())
                .entity(view(run));
    }
}
