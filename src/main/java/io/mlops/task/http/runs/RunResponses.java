package io.mlops.task.http.runs;

import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.Submission;
import io.mlops.task.run.SubmitResult;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a run is shown to a client, whoever asked for it. */
@Singleton
public final class RunResponses {
    private final RunService runs;
    private final EffectiveConfigs settings;
    private final Clock clock;

    RunResponses(RunService runs, EffectiveConfigs settings, Clock clock) {
        this.runs = runs;
        this.settings = settings;
        this.clock = clock;
    }

    RunView view(Run run) {
        return RunView.of(run, settings.get(run), runs.attempt(run.id()), clock);
    }

    /** 202, or 200 where it has ended or was there before; after as long as the client prefers to wait. */
    public CompletionStage<Response> submit(Submission submission, @Nullable String prefer)
            throws IOException, QueueFullException, IdempotencyKeyReusedException {
        PreferHeader preference = PreferHeader.parse(prefer);
        SubmitResult accepted = runs.submit(submission);
        return preference.await(runs, accepted.run()).thenApply(run -> {
            boolean waiting = accepted.isNew() && !run.isEnded();
            return preference.applied(withLocation(waiting ? 202 : 200, run)).build();
        });
    }

    /** 202 with where the run is found. */
    public Response accepted(Run run) {
        return withLocation(202, run).build();
    }

    private Response.ResponseBuilder withLocation(int status, Run run) {
        return Response.status(status)
                .header(HttpHeaders.LOCATION, "/runs/" + run.id())
                .entity(view(run));
    }
}
