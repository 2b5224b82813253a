package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.RoundedDecimal;
import io.mlops.task.execution.RunResult;
import io.mlops.task.execution.SettableClock;
import io.mlops.task.finding.Check;
import io.mlops.task.run.Callback;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState;
import io.mlops.task.run.Submission;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunJsonTest {
    private static final RunId ID = new RunId("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final RunState.Queued QUEUED = RunState.Queued.first(SettableClock.START);
    private static final Run FIRST = Run.of(
            ID,
            new Submission(
                    "signal", new RunInput("a.csv", true, null, 5, "ab"), null, "", Map.of(), Submission.Options.NONE),
            QUEUED);

    @Test
    void shouldReadBackAQueuedRun() throws IOException {
        assertThat(roundTrip(FIRST)).isEqualTo(FIRST);
    }

    @Test
    void shouldCutLongTextsOfAnEarlierVersion() throws IOException {
        RunResult metrics = new RunResult("v1", 1, "signal_rate", new RoundedDecimal("0.4990"), 42, Map.of());
        RunState.Ended end = QUEUED.start(SettableClock.START).end(RunState.FinalState.SUCCEEDED, SettableClock.START);
        Run run = FIRST.withCallback(new Callback("http://hook/", 1, null, true))
                .ended(end, metrics, "fault", List.of(), Map.of());
        String text = new String(RunJson.write(run), StandardCharsets.UTF_8);
        String long900k = "x".repeat(900_000);
        Run read = RunJson.read(text.replace("\"v1\"", '"' + long900k + '"')
                .replace("\"fault\"", '"' + long900k + '"')
                .replace("http://hook/", "http://hook/" + long900k)
                .getBytes(StandardCharsets.UTF_8));
        assertThat(read.result().version()).hasSize(257).endsWith("x…");
        assertThat(read.error()).hasSize(1001);
        assertThat(read.callback().url()).hasSize(2001);
        Run due = RunJson.read(
                new String(RunJson.write(FIRST.withCallback(Callback.to("http://hook/"))), StandardCharsets.UTF_8)
                        .replace("http://hook/", "http://hook/" + long900k)
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(due.callback().url()).hasSize(900_012);
    }

    @Test
    void shouldReadBackARunningRun() throws IOException {
        Run running = FIRST.withState(QUEUED.start(SettableClock.START.plusNanos(1)));
        assertThat(roundTrip(running)).isEqualTo(running);
    }

    @Test
    void shouldReadBackEverythingAnEndedRunCanHave() throws IOException {
        RunInput input = new RunInput("dä\nta\u0000.csv", false, "/in/data.csv", 1L << 40, null);
        Submission submission = new Submission(
                "signal",
                input,
                null,
                "",
                Map.of("z", "1", "a", ""),
                new Submission.Options("key \"quoted\"", "http://hook/", ID, "ann \"A.\""));
        RunResult metrics = new RunResult("v1", 1L << 40, "signal_rate", new RoundedDecimal("0.4990"), 42, Map.of());
        Run ended = Run.of(ID, submission, QUEUED)
                .withProvenance(new Provenance("1", "code", "17", "Linux"))
                .withCallback(new Callback("http://hook/", 3, SettableClock.START, false))
                .withIdentical(true)
                .cancelledBy("bob")
                .labelledBy("cleo")
                .ended(
                        QUEUED.start(SettableClock.START).end(RunState.FinalState.SUCCEEDED, SettableClock.START),
                        metrics,
                        null,
                        List.of(Check.TRAILING_BYTES.finding(7, 0, "w"), Check.UNKNOWN_KEY.finding(1, 3, "ü")),
                        Map.of("delimiter", ";", "column", "ü"));
        assertThat(roundTrip(ended)).isEqualTo(ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4990", "0.0000", "0", "1.000000000000000", "0.499000000000000"})
    void shouldRetainEachDecimalOfAValue(String value) throws IOException {
        RunResult metrics = new RunResult("v1", 1, "m", new RoundedDecimal(value), 42, Map.of());
        Run ended = FIRST.ended(QUEUED.cancel(SettableClock.START), metrics, null, List.of(), Map.of());
        assertThat(roundTrip(ended).outcome().result().value()).isEqualTo(new BigDecimal(value));
        assertThat(new String(RunJson.write(ended), StandardCharsets.UTF_8)).contains("\"value\" : " + value + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"id\": \"../../x\"}", "{\"id\": 3}"})
    void shouldRejectWhatIsNotARun(String text) {
        assertThatThrownBy(() -> RunJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldReadARunThatWasStoredWithoutActors() throws IOException {
        String json = new String(RunJson.write(FIRST.labelledBy("ann")), StandardCharsets.UTF_8)
                .replaceAll("\\s*\"\\w+By\" : [^,]*,", "");
        assertThat(json).doesNotContain("By");
        assertThat(RunJson.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(FIRST);
    }

    private static Run roundTrip(Run run) throws IOException {
        return RunJson.read(RunJson.write(run));
    }
}
