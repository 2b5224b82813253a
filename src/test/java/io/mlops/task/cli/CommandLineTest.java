package io.mlops.task.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.pipeline.Pipelines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @Test
    void shouldReadOptionsWithASpaceOrAnEqualsSign() throws UsageException {
        CommandLine line = CommandLine.parse("--input", "a b.csv", "--batch", "--config=c=d.yaml", "--output=--x");

        assertThat(line.command()).isEqualTo(CommandLine.BATCH);
        assertThat(line.option("--input")).isEqualTo("a b.csv");
        assertThat(line.option("--config")).isEqualTo("c=d.yaml");
        assertThat(line.option("--output")).isEqualTo("--x");
        assertThat(line.option("--log-file")).isNull();
        assertThat(line.option("--log-file", "run.log")).isEqualTo("run.log");
    }

    @Test
    void shouldServeWhenNothingIsAsked() throws UsageException {
        assertThat(CommandLine.parse().command()).isEqualTo(CommandLine.SERVE);
    }

    @Test
    void shouldHelpWhateverElseIsSaid() throws UsageException {
        assertThat(CommandLine.parse("--nonsense", "--help").command()).isEqualTo(CommandLine.HELP);
    }

    @Test
    void shouldNameEveryPipelineInItsHelp() throws IOException {
        List<String> pipelines = new Pipelines(() -> null).names();
        assertThat(BuildInfo.resource("help.txt")).contains(String.join(" | ", pipelines));
    }

    @ParameterizedTest
    @CsvSource({
        "--batch --inptu x, unknown argument \"--inptu\" for --batch; did you mean --input?",
        "--batch --inptu=x, unknown argument \"--inptu\" for --batch; did you mean --input?",
        "--batch data.csv, unknown argument \"data.csv\" for --batch",
        "--bach, unknown argument \"--bach\"; did you mean --batch?",
        "--input data.csv, unknown argument \"--input\"",
        "--batch --input, --input has no value",
        "--batch --input --config c.yaml, --input has no value",
        "--batch --input=, --input has an empty value",
        "--batch --input a --input b, --input is given twice",
        "--batch --input a --input=a, --input is given twice",
        "--batch --serve, --batch and --serve do not go together",
        "--batch --batch, --batch and --batch do not go together",
        "--batch --rows 5, unknown argument \"--rows\" for --batch",
        "--version 5, unknown argument \"5\" for --version"
    })
    void shouldSayWhatItDoesNotUnderstand(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "--threads 0, --threads: found 0",
        "--threads 257, --threads: found 257",
        "--threads two, --threads: found \"two\"",
        "--threads 99999999999999999999, --threads: found \"99999999999999999999\"",
        "--pipeline singal, did you mean signal?"
    })
    void shouldRefuseAValueThatABatchCannotHave(String arguments, String message) throws UsageException {
        CommandLine line = CommandLine.parse(("--batch " + arguments).split(" "));

        assertThatThrownBy(() -> BatchCommand.parse(line, Path.of(""), java.time.Clock.systemUTC()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("wanted");
    }
}
