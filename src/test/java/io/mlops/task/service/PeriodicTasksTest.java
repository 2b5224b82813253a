package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {
    private final List<String> said = new ArrayList<>();
    private final PeriodicTasks steps = new PeriodicTasks(
            (level, text, cause) -> said.add(level + " " + text + (cause == null ? "" : " with its trace")));

    @Test
    void shouldSayAFaultOnceUntilItIsGoneAndThatItIsGone() {
        steps.run("Writing", () -> fail("no space in .tmp1"));
        steps.run("Writing", () -> fail("no space in .tmp2"));
        wentWell(PeriodicTasks.SUCCESSES_TO_RECOVER - 1);
        steps.run("Writing", () -> fail("no space in .tmp2"));
        wentWell(PeriodicTasks.SUCCESSES_TO_RECOVER + 1);
        steps.run("Writing", () -> fail("no space in .tmp3"));

        assertThat(said)
                .containsExactly(
                        "WARN Writing failed, it is tried again: java.io.IOException: no space in .tmp1",
                        "INFO Writing works again",
                        "WARN Writing failed, it is tried again: java.io.IOException: no space in .tmp3");
    }

    @Test
    void shouldSayAFaultOfAnotherKindAndOfAnotherStep() {
        steps.run("Writing", () -> fail("no space"));
        steps.run("Writing", () -> {
            throw new ModelException("no model");
        });
        steps.run("Reading", () -> fail("no space"));

        assertThat(said).hasSize(3);
    }

    @Test
    void shouldTakeTheNextStepAlsoAfterAnError() {
        List<String> taken = new ArrayList<>();
        steps.run("Writing", () -> {
            throw new OutOfMemoryError("a test's");
        });
        steps.run("Reading", () -> taken.add("read"));

        assertThat(taken).containsExactly("read");
        assertThat(said)
                .containsExactly("WARN Writing failed, it is tried again: java.lang.OutOfMemoryError: a test's"
                        + " with its trace");
    }

    private void wentWell(int times) {
        for (int i = 0; i < times; i++) {
            steps.run("Writing", () -> {});
        }
    }

    private static void fail(String why) throws IOException {
        throw new IOException(why);
    }
}
