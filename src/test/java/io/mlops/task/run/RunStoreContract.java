package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.RunFiles;
import io.mlops.task.execution.SettableClock;
import io.mlops.task.execution.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of runs must do; the test of a store extends it. */
public abstract class RunStoreContract {
    protected static final int MAX_LOG_BYTES = 100;
    /** More bytes than a store may keep in memory. */
    private static final int LARGE = 3 << 20;

    protected static final String INPUT = "close\n1\n";
    protected static final String CONFIG = "seed: 1";

    protected final RunIds ids = new RunIds(new SettableClock(), new Random(7));
    protected RunStore store;

    /** Opens the store on the same data each time, with logs of at most {@value #MAX_LOG_BYTES} bytes. */
    protected abstract RunStore open() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    protected void reopen() throws IOException {
        store.close();
        store = open();
    }

    @Test
    void shouldLoadWhatItCreated() throws IOException {
        Run run = create();
        reopen();
        assertThat(store.load()).containsExactly(run);
        assertThat(store.exists(run.id())).isTrue();
        assertThat(store.config(run.id()).readString()).isEqualTo(CONFIG);
        assertThat(store.input(run).readString()).isEqualTo(INPUT);
    }

    @Test
    void shouldHashAnUploadAsItIsReceived() throws IOException {
        try (Upload upload = upload()) {
            assertThat(upload.bytes()).isEqualTo(INPUT.length());
            assertThat(upload.sha256()).isEqualTo(Sha256.digest(INPUT));
        }
    }

    @Test
    void shouldReceiveNothingOfABrokenUpload() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> store.receive(broken)).hasMessage("connection reset");
    }

    @Test
    void shouldRetainTheInputOfARunWhenItsUploadIsClosed() throws IOException {
        Submission submission = submission();
        Run run = run(submission);
        store.create(run, submission);
        submission.upload().close();
        submission.upload().close();
        assertThat(store.input(run).readString()).isEqualTo(INPUT);
    }

    @Test
    void shouldLinkAnInputThatOutlivesItsRun() throws IOException {
        Run original = create();
        Upload link = store.linkInput(original);
        store.delete(original.id());
        Submission submission = submission(link);
        Run rerun = run(submission);
        store.create(rerun, submission);
        assertThat(store.input(rerun).readString()).isEqualTo(INPUT);
        assertThat(link.sha256()).isEqualTo(original.input().sha256());
    }

    @Test
    void shouldLinkAnInputAnyNumberOfTimes() throws IOException {
        Run original = create();
        try (Upload first = store.linkInput(original);
                Upload second = store.linkInput(original)) {
            assertThat(first.bytes()).isEqualTo(second.bytes());
        }
        assertThat(store.input(original).readString()).isEqualTo(INPUT);
    }

    @Test
    void shouldReplaceTheRecordOfARun() throws IOException {
        Run run = create();
        Run labelled = run.withLabels(Map.of("a", "b"));
        store.save(labelled);
        store.save(labelled);
        reopen();
        assertThat(store.load()).containsExactly(labelled);
    }

    @Test
    void shouldDeleteEverythingOfARun() throws IOException {
        Run run = create();
        store.files(run).writeMetrics("{}");
        store.delete(run.id());
        store.delete(run.id());
        assertThat(store.exists(run.id())).isFalse();
        assertThat(store.load()).isEmpty();
        assertThat(store.input(run).exists()).isFalse();
        assertThat(store.config(run.id()).exists()).isFalse();
        assertThat(store.metrics(run.id()).exists()).isFalse();
        assertThat(store.artifacts(run.id())).isEmpty();
    }

    @Test
    void shouldNotRestoreADeletedRunByASave() throws IOException {
        Run run = create();
        store.delete(run.id());
        store.save(run);
        assertThat(store.exists(run.id())).isFalse();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void shouldLoadARunAsItsLastAttemptStarted() throws IOException {
        Run run = create();
        Run started = run.withState(((RunState.Queued) run.state()).start(SettableClock.START));
        store.saveStart(started);
        reopen();
        assertThat(store.load()).containsExactly(started);
    }

    @Test
    void shouldLoadTheRecordThatWasSavedAfterAStart() throws IOException {
        Run run = create();
        RunState.Running running = ((RunState.Queued) run.state()).start(SettableClock.START);
        Run started = run.withState(running);
        for (Run later : List.of(
                run.withState(running.requeueUncounted()),
                run.withState(running.requeue()),
                started.withLabels(Map.of("a", "b")),
                run.withState(running.end(RunState.FinalState.CANCELLED, SettableClock.START)))) {
            store.saveStart(started);
            store.save(later);
            reopen();
            assertThat(store.load()).containsExactly(later);
        }
    }

    @Test
    void shouldNotRestoreADeletedRunByAStart() throws IOException {
        Run run = create();
        store.delete(run.id());
        store.saveStart(run.withState(((RunState.Queued) run.state()).start(SettableClock.START)));
        assertThat(store.load()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 262_143, 262_144, 262_145, 751_000, 2_097_151, 2_097_152, 5_000_001})
    void shouldStoreAnUploadOfEverySize(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Upload upload = store.receive(new ByteArrayInputStream(content));
        assertThat(upload.bytes()).isEqualTo(size);
        assertThat(upload.sha256()).isEqualTo(Sha256.digest(content));
        Submission submission = submission(upload);
        Run run = run(submission);
        store.create(run, submission);
        upload.close();

        assertThat(store.input(run).readAllBytes()).isEqualTo(content);
        // as it was received, and then as it was stored
        for (int time = 0; time < 2; time++) {
            try (JobInputs inputs = store.inputs(run);
                    FileChannel channel = inputs.input().open()) {
                assertThat(channel.size()).isEqualTo(size);
                assertThat(Channels.newInputStream(channel)).hasBinaryContent(content);
                ByteBuffer end = ByteBuffer.allocate(10);
                assertThat(channel.read(end, Math.max(0, size - 4))).isEqualTo(size == 0 ? -1 : Math.min(4, size));
            }
        }
    }

    @Test
    void shouldStoreTheSeriesOfAServerSideInputHoweverFewItsRows() throws IOException {
        RunInput path = new RunInput("data.csv", false, "/data.csv", 10, null);
        Run run = run(new Submission("signal", path, null, CONFIG, Map.of(), Submission.Options.NONE));
        assertThat(store.files(run).minSeriesRows()).isZero();
        assertThat(store.files(create()).minSeriesRows()).isBetween(1000L, 1_000_000L);
    }

    @Test
    void shouldReleaseTheInputOfARunThatIsGone() throws IOException {
        Run run = create();
        store.delete(run.id());
        assertThat(store.exists(run.id())).isFalse();
        try (JobInputs inputs = store.inputs(run)) {
            assertThatThrownBy(() -> inputs.input().open()).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void shouldReplaceMetricsAndSeriesAtomically() throws IOException {
        Run run = create();
        RunFiles files = store.files(run);
        files.writeMetrics("{\"value\": 1}");
        files.writeMetrics("{}");
        files.writeSeries(new byte[] {1, 2, 3});
        files.writeSeries(new byte[] {4});
        assertThat(store.metrics(run.id()).readString()).isEqualTo("{}");
        assertThat(store.series(run.id()).readAllBytes()).containsExactly(4);
    }

    @Test
    void shouldSaveWhatAnInterruptedThreadWrites() throws IOException {
        Run run = create();
        Run labelled = run.withLabels(Map.of("a", "b"));
        Thread.currentThread().interrupt();
        appendToLog(run, "stopped\n");
        store.files(run).writeMetrics("{}");
        store.save(labelled);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.load()).containsExactly(labelled);
        assertThat(store.metrics(run.id()).readString()).isEqualTo("{}");
        assertThat(store.log(run.id()).readString()).isEqualTo("stopped\n");
    }

    @Test
    void shouldShowALineOfTheLogAsSoonAsItIsWritten() throws IOException {
        Run run = create();
        StoredFile log = store.log(run.id());
        assertThat(log.attributes()).isNull();
        try (LogSink sink = store.files(run).openLog().get(0)) {
            sink.write("one\n".getBytes(StandardCharsets.UTF_8));
            assertThat(log.attributes().size()).isEqualTo(4);
            assertThat(log.readString()).isEqualTo("one\n");
        }
    }

    @Test
    void shouldAppendTheLogOfASecondAttempt() throws IOException {
        Run run = create();
        appendToLog(run, "one\n");
        appendToLog(run, "two\n");
        assertThat(store.log(run.id()).readString()).isEqualTo("one\ntwo\n");
    }

    @Test
    void shouldTruncateALogAtItsMaximumSizeAndMarkWhere() throws IOException {
        Run run = create();
        String line = "a line of thirty-two bytes here\n";
        appendToLog(run, line, 1000);
        assertThat(store.log(run.id()).readString())
                .isEqualTo(line.repeat(3) + "The log is truncated here: it must be at most 100 bytes\n");
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0123456789", "0, 4, 0123", "3, 4, 3456", "8, 100, 89", "10, 1, ''", "99, 1, ''", "5, 0, ''"})
    void shouldReadARange(long offset, long length, String expected) throws IOException {
        Run run = create();
        store.files(run).writeMetrics("0123456789");
        try (InputStream in = store.metrics(run.id()).open(offset, length)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        }
        try (InputStream in = store.metrics(run.id()).open(offset, length)) {
            assertThat(in.read()).isEqualTo(expected.isEmpty() ? -1 : expected.charAt(0));
        }
    }

    @Test
    void shouldReportTheAttributesOfAFile() throws IOException {
        Run run = create();
        store.files(run).writeMetrics("0123456789");
        StoredFile metrics = store.metrics(run.id());
        StoredFile.Attributes attributes = metrics.attributes();
        assertThat(metrics.name()).isEqualTo("metrics.json");
        assertThat(attributes.size()).isEqualTo(10);
        assertThat(attributes.lastModified()).isNotNull();
        assertThat(metrics.attributes()).isEqualTo(attributes);
    }

    @Test
    void shouldFailToOpenAFileThatDoesNotExist() throws IOException {
        Run run = create();
        assertThat(store.metrics(run.id()).attributes()).isNull();
        assertThatThrownBy(() -> store.metrics(run.id()).open()).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.series(run.id()).readAllBytes()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldShowArtifactsOnlyOnceTheyAreCommitted() throws IOException {
        Run run = create();
        try (Artifacts artifacts = store.files(run).artifacts()) {
            write(artifacts, "b.json", "{}");
            write(artifacts, "a.csv", "1\n");
            assertThat(store.artifacts(run.id())).isEmpty();
            artifacts.commit();
        }
        List<StoredFile> stored = store.artifacts(run.id());
        assertThat(stored).extracting(StoredFile::name).containsExactly("a.csv", "b.json");
        assertThat(stored.get(0).readString()).isEqualTo("1\n");
    }

    @Test
    void shouldReplaceTheArtifactsOfAnEarlierAttempt() throws IOException {
        Run run = create();
        for (String name : new String[] {"a.csv", "b.csv"}) {
            try (Artifacts artifacts = store.files(run).artifacts()) {
                write(artifacts, name, "1\n");
                artifacts.commit();
            }
        }
        assertThat(store.artifacts(run.id())).extracting(StoredFile::name).containsExactly("b.csv");
    }

    @Test
    void shouldDiscardArtifactsThatAreNotCommitted() throws IOException {
        Run run = create();
        try (Artifacts artifacts = store.files(run).artifacts()) {
            write(artifacts, "a.csv", "1\n");
        }
        assertThat(store.artifacts(run.id())).isEmpty();
    }

    @Test
    void shouldHandOutTheInputsOfAJob() throws IOException {
        Run run = create();
        try (JobInputs inputs = store.inputs(run)) {
            assertThat(Channels.newInputStream(inputs.input().open())).hasContent(INPUT);
            assertThat(Files.readString(inputs.config())).isEqualTo(CONFIG);
        }
        assertThat(store.input(run).readString()).isEqualTo(INPUT);
    }

    @Test
    void shouldCountTheStorageThatARunUses() throws IOException {
        Run run = create();
        long before = store.sizeInBytes(run.id());
        store.files(run).writeMetrics("0123456789");
        assertThat(before).isGreaterThanOrEqualTo(INPUT.length() + CONFIG.length());
        assertThat(store.sizeInBytes(run.id())).isEqualTo(before + 10);
    }

    protected Run create() throws IOException {
        Submission submission = submission();
        Run run = run(submission);
        store.create(run, submission);
        return run;
    }

    protected Submission largeSubmission() throws IOException {
        return submission(store.receive(new ByteArrayInputStream(new byte[LARGE])));
    }

    protected Submission submission() throws IOException {
        return submission(upload());
    }

    private static Submission submission(Upload upload) {
        RunInput input = RunInput.of("data.csv", upload);
        return new Submission("signal", input, upload, CONFIG, Map.of("b", "1"), Submission.Options.NONE);
    }

    protected Run run(Submission submission) {
        return Run.of(ids.next(), submission, RunState.Queued.first(SettableClock.START));
    }

    private Upload upload() throws IOException {
        return store.receive(new ByteArrayInputStream(INPUT.getBytes(StandardCharsets.UTF_8)));
    }

    private void appendToLog(Run run, String line) throws IOException {
        appendToLog(run, line, 1);
    }

    private void appendToLog(Run run, String line, int times) throws IOException {
        try (LogSink log = store.files(run).openLog().get(0)) {
            for (int i = 0; i < times; i++) {
                log.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void write(Artifacts artifacts, String name, String content) throws IOException {
        try (OutputStream out = artifacts.create(name)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
