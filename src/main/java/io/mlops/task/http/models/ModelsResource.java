package io.mlops.task.http.models;

import io.mlops.task.http.auth.AuditLog;
import io.mlops.task.http.endpoint.RejectsIdempotencyKey;
import io.mlops.task.http.problem.JsonBody;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ChampionConflictException;
import io.mlops.task.model.registry.ChampionHistory;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.MissingReasonException;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The registry: the versions, the champion, and manual promotion and rollback. */
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
@Blocking
public final class ModelsResource {
    private static final int MAX_REASON_LENGTH = 1000;
    private static final int MAX_PAGE_SIZE = 1000;
    private static final int MAX_VERSION = 999_999_999;

    private final ServedModels models;
    private final AuditLog audit;

    ModelsResource(ServedModels models, AuditLog audit) {
        this.models = models;
        this.audit = audit;
    }

    @GET
    @Extension(name = "x-problems", value = "model-unreadable")
    @Operation(operationId = "listModels", summary = "The models, and the champion of each")
    public List<ModelViews.Summary> list() throws ModelException {
        List<ModelViews.Summary> summaries = new ArrayList<>();
        for (ServedModel model : models.models()) {
            ModelRegistry registry = model.championService().registry();
            summaries.add(new ModelViews.Summary(
                    model.name(),
                    registry.history().champion().orElse(null),
                    registry.versions().size(),
                    "/models/" + model.name()));
        }
        return summaries;
    }

    @GET
    @Path("/{name}")
    @Extension(name = "x-problems", value = "invalid-request, not-found, model-unreadable")
    @Operation(operationId = "getModel", summary = "A model: its versions side by side, and the champion's history")
    public ModelViews.Model get(
            @PathParam("name") String name,
            @Nullable
                    @QueryParam("limit")
                    @Parameter(description = "How many versions; default: all")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000")
                    String limit,
            @Nullable
                    @QueryParam("before")
                    @Parameter(description = "Only versions with a lower number: the field next of the previous page")
                    @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "999999999")
                    String before)
            throws ModelException {
        int max = integer("limit", limit, MAX_PAGE_SIZE, Integer.MAX_VALUE);
        int below = integer("before", before, MAX_VERSION, Integer.MAX_VALUE);
        ServedModel model = ModelLookup.require(models, name);
        ModelRegistry registry = model.championService().registry();
        ChampionHistory history = registry.history();
        List<ModelVersion> page = registry.newestFirst(below, max == Integer.MAX_VALUE ? max : max + 1);
        boolean isLast = page.size() <= max;
        List<ModelViews.Version> versions = new ArrayList<>();
        for (ModelVersion version : isLast ? page : page.subList(0, max)) {
            versions.add(view(registry, version, history));
        }
        return new ModelViews.Model(
                name,
                history.champion().orElse(null),
                history.previous().orElse(null),
                model.championService().fault().isPresent() ? true : null,
                versions,
                isLast ? null : page.get(max - 1).number(),
                history.changes().stream().map(ModelViews.Change::of).toList());
    }

    @GET
    @Path("/{name}/versions/{version}")
    @Extension(name = "x-problems", value = "not-found, model-unreadable")
    @Operation(operationId = "getModelVersion", summary = "One version: its algorithm, scores and provenance")
    public ModelViews.Version version(@PathParam("name") String name, @PathParam("version") String version)
            throws ModelException {
        ModelRegistry registry =
                ModelLookup.require(models, name).championService().registry();
        return view(registry, find(registry, version), registry.history());
    }

    @GET
    @Path("/{name}/versions/{version}/card")
    @Produces("text/markdown;charset=UTF-8")
    @Extension(name = "x-problems", value = "not-found, model-unreadable")
    @Operation(
            operationId = "getModelCard",
            summary = "The model card with the decisions about the version, as Markdown")
    public String card(@PathParam("name") String name, @PathParam("version") String version) throws ModelException {
        ChampionService service = ModelLookup.require(models, name).championService();
        return service.card(find(service.registry(), version).number());
    }

    @GET
    @Path("/{name}/versions/{version}/plots")
    @Extension(name = "x-problems", value = "not-found, model-unreadable")
    @Operation(
            operationId = "getModelPlots",
            summary = "The numbers behind its plots: predicted against actual, residuals, importance, learning curve")
    @APIResponse(
            responseCode = "200",
            description = "The numbers",
            content = @Content(schema = @Schema(implementation = Object.class)))
    public EvaluationPlots plots(@PathParam("name") String name, @PathParam("version") String version)
            throws ModelException {
        ModelRegistry registry =
                ModelLookup.require(models, name).championService().registry();
        return registry.plots(find(registry, version).number());
    }

    @POST
    @Path("/{name}/versions/{version}/promote")
    @RejectsIdempotencyKey
    @Extension(
            name = "x-problems",
            value = "invalid-request, not-found, conflict, too-many-uploads, model-unreadable, too-large")
    @Operation(
            operationId = "promoteModel",
            summary = "Make a version the champion from the next request on, without the promotion gate",
            description =
                    "A version with a refusal needs a reason. Promoting an earlier champion undoes the promotions "
                            + "after its own: a rollback does not return to what was left for it.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelViews.Reason.class),
                            example = "{\"reason\": \"Needed for the comparison with last year\"}"))
    public ModelViews.Change promote(
            @PathParam("name") String name, @PathParam("version") String version, InputStream body)
            throws ModelException, IOException {
        ServedModel model = ModelLookup.require(models, name);
        int number = find(model.championService().registry(), version).number();
        String reason = reason(body, "");
        return change("promote", name, () -> model.championService().promote(number, actor(), reason));
    }

    @POST
    @Path("/{name}/rollback")
    @RejectsIdempotencyKey
    @Extension(
            name = "x-problems",
            value = "invalid-request, not-found, conflict, too-many-uploads, model-unreadable, too-large")
    @Operation(operationId = "rollbackModel", summary = "Restore the previous champion from the next request on")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelViews.Reason.class),
                            example = "{\"reason\": \"Version 4 predicts poorly near the coast\"}"))
    public ModelViews.Change rollback(@PathParam("name") String name, InputStream body)
            throws ModelException, IOException {
        ServedModel model = ModelLookup.require(models, name);
        String reason = reason(body, "Rolled back manually");
        return change("rollback", name, () -> model.championService().rollback(actor(), reason));
    }

    private interface Update {
        ChampionChange apply() throws ModelException;
    }

    private ModelViews.Change change(String action, String name, Update update) throws ModelException {
        try {
            ChampionChange change = update.apply();
            audit.record(
                    action,
                    "model " + name + " to version " + change.to()
                            + (change.refusal() == null
                                    ? ""
                                    : " (" + change.refusal().state().label() + ")")
                            + ", reason " + AuditLog.quoted(change.reason()));
            return ModelViews.Change.of(change);
        } catch (MissingReasonException e) {
            throw ProblemException.invalid("key \"reason\": " + SafeText.printable(e.getMessage()));
        } catch (ChampionConflictException e) {
            throw new ProblemException(ProblemDetails.Type.CONFLICT, SafeText.printable(e.getMessage()));
        }
    }

    private static int integer(String name, @Nullable String text, int max, int defaultValue) {
        if (text == null) {
            return defaultValue;
        }
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= max) {
            return Integer.parseInt(text);
        }
        throw ProblemException.invalid(
                name + ": " + Messages.mustBe("an integer from 1 to " + max, '"' + SafeText.excerpt(text) + '"'));
    }

    private static ModelVersion find(ModelRegistry registry, String version) throws ModelException {
        int number = ModelLookup.number(version);
        for (ModelVersion one : registry.versions()) {
            if (one.number() == number) {
                return one;
            }
        }
        if (registry.numbers().contains(number)) {
            throw ProblemException.modelUnreadable("Version " + number + " of " + registry.name());
        }
        throw new ProblemException(
                ProblemDetails.Type.NOT_FOUND, "Model " + registry.name() + " has no version " + number);
    }

    private static ModelViews.Version view(ModelRegistry registry, ModelVersion version, ChampionHistory history)
            throws ModelException {
        boolean champion =
                history.champion().filter(number -> number == version.number()).isPresent();
        return ModelViews.Version.of(registry.name(), version, champion, registry.refusal(version.number()));
    }

    private static String reason(InputStream body, String fallback) throws IOException {
        String reason = JsonBody.optionalString(body, "reason");
        if (reason != null && reason.length() > MAX_REASON_LENGTH) {
            throw ProblemException.invalid("key \"reason\": must be at most " + MAX_REASON_LENGTH + " characters");
        }
        return reason == null || reason.isBlank() ? fallback : SafeText.printable(reason);
    }

    private String actor() {
        return Objects.requireNonNullElse(audit.caller(), "anonymous");
    }
}
