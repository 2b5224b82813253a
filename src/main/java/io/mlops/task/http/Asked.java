package io.mlops.task.http;

import io.quarkus.runtime.BlockingOperationNotAllowedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;

/**
 * What was asked of a model. A small request is answered on the thread that read it, since handing it over takes longer
 * than the answer; a large one must not keep that thread from the others.
 */
@SuppressWarnings("ArrayRecordComponent") // a body; compared by nobody
record Asked(byte[] body) {
    private static final int SMALL = 16 << 10;

    static Asked read(InputStream body) throws IOException {
        try {
            byte[] bytes = body.readNBytes(JsonBody.MOST_BYTES + 1);
            if (bytes.length <= JsonBody.MOST_BYTES) {
                return new Asked(bytes);
            }
        } catch (BlockingOperationNotAllowedException e) {
            // More than the web framework keeps of a body, which is more than is wanted.
            throw tooLarge();
        }
        throw tooLarge();
    }

    Uni<Object> answer(Callable<Object> model) {
        Uni<Object> answer = Uni.createFrom().item(() -> call(model));
        return body.length <= SMALL ? answer : answer.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static Object call(Callable<Object> model) {
        try {
            return model.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw sneaky(e);
        }
    }

    /** Unchanged, for the one funnel of errors to tell it apart. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
        throw (E) e;
    }

    private static ProblemException tooLarge() {
        return new ProblemException(Problem.Kind.TOO_LARGE, "wanted at most " + JsonBody.MOST_BYTES + " bytes of JSON");
    }
}
