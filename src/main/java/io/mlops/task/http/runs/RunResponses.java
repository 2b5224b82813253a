package io.mlops.task.http.runs;

import io.mlops.task.run.Run;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.RunService;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Responses that contain a run. */
@Singleton
public final class RunResponses {
    private final RunService runs;
    private final EffectiveConfigs configs;
    private final Clock clock;

    RunResponses(RunService runs, EffectiveConfigs configs, Clock clock) {
        this.runs = runs;
        this.configs = configs;
        this.clock = clock;
    }

    RunView view(Run run) {
        return RunView.of(run, configs.get(run), runs.attempt(run.id()), clock);
    }

    /** Completes with 202, or 200 if the run has ended or existed before, after the time that the client prefers to wait. */
    public CompletionStage<Response> submitted(RunAdmission.Result result, @Nullable String prefer) {
        PreferHeader preference = PreferHeader.parse(prefer);
        return preference.await(runs, result.run()).thenApply(run -> {
            boolean pending = result.created() && !run.isEnded();
            return preference.applied(withLocation(pending ? 202 : 200, run)).build();
        });
    }

    /** Returns 202 with the location of the run. */
    public Response accepted(Run run) {
        return withLocation(202, run).build();
    }

    private Response.ResponseBuilder withLocation(int status, Run run) {
        return Response.status(status)
                .header(HttpHeaders.LOCATION, "/runs/" + run.id())
                .entity(view(run));
    }
}
