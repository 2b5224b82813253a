package io.mlops.task.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mlops.task.execution.JobException;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.InvalidRowsException;
import io.mlops.task.run.IdempotencyKeyReusedException;
import io.mlops.task.run.QueueFullException;
import io.mlops.task.submission.SubmissionException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.junit.jupiter.api.Test;

/** The problems that the code of an operation names, directly or in what it calls, are declared on its method. */
class DeclaredProblemsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mlops.task");

    /** Problems of the exceptions that a resource's method declares. */
    private static final Map<Class<?>, ProblemDetails.Type> EXCEPTIONS = Map.of(
            QueueFullException.class, ProblemDetails.Type.QUEUE_FULL,
            IdempotencyKeyReusedException.class, ProblemDetails.Type.IDEMPOTENCY_KEY_REUSED,
            JobException.class, ProblemDetails.Type.INVALID_CONFIG,
            InvalidRowsException.class, ProblemDetails.Type.INVALID_ROWS,
            ModelException.class, ProblemDetails.Type.MODEL_UNREADABLE);

    private static final Map<String, ProblemDetails.Type> REASONS = Map.of(
            "INVALID_PARAMETER", ProblemDetails.Type.INVALID_REQUEST,
            "TOO_LONG", ProblemDetails.Type.TOO_LONG,
            "INVALID_INPUT", ProblemDetails.Type.INVALID_INPUT,
            "INPUT_GONE", ProblemDetails.Type.INPUT_GONE,
            "CONFLICT", ProblemDetails.Type.CONFLICT);

    /** Problems of code that the operation calls with arguments for which it cannot occur: no range, no key, a version. */
    private static final Map<String, ProblemDetails.Type> IMPOSSIBLE = Map.of(
            "GET /runs//{id}/config", ProblemDetails.Type.RANGE_NOT_SATISFIABLE,
            "GET /v2//models/{name}/versions/{version}", ProblemDetails.Type.MODEL_NOT_AVAILABLE,
            "GET /v2//models/{name}/versions/{version}/ready", ProblemDetails.Type.MODEL_NOT_AVAILABLE,
            "POST ///batch_predict", ProblemDetails.Type.IDEMPOTENCY_KEY_REUSED,
            "POST /models/{name}/retrain/", ProblemDetails.Type.IDEMPOTENCY_KEY_REUSED);

    @Test
    void shouldDeclareEveryProblemThatAnOperationNames() {
        Map<String, Set<ProblemDetails.Type>> named = new TreeMap<>();
        Map<String, Set<ProblemDetails.Type>> declared = new TreeMap<>();
        CLASSES.stream()
                .filter(one -> one.isAnnotatedWith(Path.class))
                .flatMap(one -> one.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                .filter(method -> !method.getOwner().getPackageName().endsWith(".ui"))
                .forEach(method -> {
                    String operation = operation(method);
                    named.computeIfAbsent(operation, key -> new TreeSet<>()).addAll(named(method));
                    declared.computeIfAbsent(operation, key -> new TreeSet<>()).addAll(declared(method));
                });
        assertThat(named).hasSizeGreaterThan(35);
        named.forEach((operation, problems) -> problems.removeAll(declared.get(operation)));
        IMPOSSIBLE.forEach((operation, problem) ->
                assertThat(named.get(operation).remove(problem)).as(operation).isTrue());
        named.values().removeIf(Set::isEmpty);
        assertThat(named).as("named, but not declared").isEmpty();
    }

    /** Methods that differ only in their media type are one operation of the description. */
    private static String operation(JavaMethod method) {
        String verb = method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType())
                .filter(type -> type.isAnnotatedWith(HttpMethod.class))
                .findFirst()
                .orElseThrow()
                .getSimpleName();
        String path = method.isAnnotatedWith(Path.class)
                ? method.getAnnotationOfType(Path.class).value()
                : "";
        // a log as an event stream is the operation that returns the log
        return verb + " " + method.getOwner().getAnnotationOfType(Path.class).value() + "/"
                + (path.equals("events") ? "" : path);
    }

    private static Set<ProblemDetails.Type> declared(JavaMethod method) {
        Set<ProblemDetails.Type> types = new TreeSet<>();
        if (method.isAnnotatedWith(Extension.class)) {
            for (String code :
                    method.getAnnotationOfType(Extension.class).value().split(", ")) {
                types.add(ProblemDetails.Type.valueOf(
                        code.toUpperCase(Locale.ROOT).replace('-', '_')));
            }
        }
        return types;
    }

    private static Set<ProblemDetails.Type> named(JavaMethod method) {
        Set<ProblemDetails.Type> types = new TreeSet<>();
        method.getThrowsClause().forEach(thrown -> {
            ProblemDetails.Type type = EXCEPTIONS.get(thrown.getRawType().reflect());
            if (type != null) {
                types.add(type);
            }
        });
        Deque<JavaCodeUnit> open = new ArrayDeque<>(Set.of(method));
        Set<JavaCodeUnit> seen = new HashSet<>();
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            if (seen.add(unit)) {
                unit.getFieldAccesses().forEach(access -> add(access, types));
                unit.getCallsFromSelf().stream()
                        .filter(call -> !isCaught(unit, call))
                        .flatMap(call -> call.getTarget().resolveMember().stream())
                        .filter(target -> isOurs((JavaCodeUnit) target))
                        .forEach(target -> open.push((JavaCodeUnit) target));
            }
        }
        return types;
    }

    private static boolean isCaught(JavaCodeUnit unit, JavaAccess<?> call) {
        return unit.getTryCatchBlocks().stream()
                .filter(block -> block.getAccessesContainedInTryBlock().contains(call))
                .flatMap(block -> block.getCaughtThrowables().stream())
                .anyMatch(caught -> caught.isEquivalentTo(ProblemException.class)
                        || caught.isEquivalentTo(SubmissionException.class));
    }

    /** Where problems are thrown, but not where exceptions are mapped to them. */
    private static boolean isOurs(JavaCodeUnit target) {
        String name = target.getOwner().getPackageName();
        return name.startsWith("io.mlops.task.http")
                || name.equals("io.mlops.task.submission")
                || name.equals("io.mlops.task.retraining");
    }

    private static void add(JavaFieldAccess access, Set<ProblemDetails.Type> types) {
        String field = access.getTarget().getName();
        if (access.getTargetOwner().isEquivalentTo(ProblemDetails.Type.class)) {
            if (access.getTarget().getRawType().isEquivalentTo(ProblemDetails.Type.class)) {
                types.add(ProblemDetails.Type.valueOf(field));
            }
        } else if (access.getTargetOwner().isEquivalentTo(SubmissionException.Reason.class)) {
            types.add(REASONS.get(field));
        }
    }
}
