package io.mlops.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsTest {
    private final List<String> said = new ArrayList<>();
    private final Steps steps =
            new Steps((level, text, cause) -> said.add(level + " " + text + (cause == null ? "" : " with its trace")));

    @Test
    void shouldSayAFaultOnceUntilItIsGoneAndThatItIsGone() {
        steps.take("Writing", () -> fail("no space in .tmp1"));
        steps.take("Writing", () -> fail("no space in .tmp2"));
        wentWell(Steps.WELL - 1);
        steps.take("Writing", () -> fail("no space in .tmp2"));
        wentWell(Steps.WELL + 1);
        steps.take("Writing", () -> fail("no space in .tmp3"));

        assertThat(said)
                .containsExactly(
                        "WARN Writing failed, it is tried again: java.io.IOException: no space in .tmp1",
                        "INFO Writing works again",
                        "WARN Writing failed, it is tried again: java.io.IOException: no space in .tmp3");
    }

    @Test
    void shouldSayAFaultOfAnotherKindAndOfAnotherStep() {
        steps.take("Writing", () -> fail("no space"));
        steps.take("Writing", () -> {
            throw new ModelException("no model");
        });
        steps.take("Reading", () -> fail("no space"));

        assertThat(said).hasSize(3);
    }

    @Test
    void shouldTakeTheNextStepAlsoAfterAnError() {
        List<String> taken = new ArrayList<>();
        steps.take("Writing", () -> {
            throw new OutOfMemoryError("a test's");
        });
        steps.take("Reading", () -> taken.add("read"));

        assertThat(taken).containsExactly("read");
        assertThat(said)
                .containsExactly("WARN Writing failed, it is tried again: java.lang.OutOfMemoryError: a test's"
                        + " with its trace");
    }

    private void wentWell(int times) {
        for (int i = 0; i < times; i++) {
            steps.take("Writing", () -> {});
        }
    }

    private static void fail(String why) throws IOException {
        throw new IOException(why);
    }
}
