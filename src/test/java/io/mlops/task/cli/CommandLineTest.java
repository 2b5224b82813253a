package io.mlops.task.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.submission.PipelineRegistry;
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
    void shouldServeWithoutACommand() throws UsageException {
        assertThat(CommandLine.parse().command()).isEqualTo(CommandLine.SERVE);
    }

    @Test
    void shouldServeOnTheHostAndPortGivenWithOrWithoutItsCommand() throws UsageException {
        CommandLine line = CommandLine.parse("--port", "9000", "--host=0.0.0.0");

        assertThat(line.command()).isEqualTo(CommandLine.SERVE);
        assertThat(line.option("--port")).isEqualTo("9000");
        assertThat(line.option("--host")).isEqualTo("0.0.0.0");
        assertThat(CommandLine.parse("--serve", "--port", "9000").integer("--port", 0, 65_535, 0))
                .isEqualTo(9000);
    }

    @Test
    void shouldKnowShortNames() throws UsageException {
        assertThat(CommandLine.parse("-h").command()).isEqualTo(CommandLine.HELP);
        assertThat(CommandLine.parse("-V").command()).isEqualTo(CommandLine.VERSION);
    }

    @Test
    void shouldShowHelpWhateverTheOtherArguments() throws UsageException {
        assertThat(CommandLine.parse("--nonsense", "--help").command()).isEqualTo(CommandLine.HELP);
    }

    @Test
    void shouldNameEveryPipelineInItsHelp() throws IOException {
        List<String> pipelines = new PipelineRegistry(Pipelines.withoutModels()).names();
        assertThat(Help.text()).contains(String.join(" | ", pipelines));
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
        "--batch --serve, --batch and --serve cannot be combined",
        "--batch --batch, --batch and --batch cannot be combined",
        "--batch --rows 5, unknown argument \"--rows\" for --batch",
        "--version 5, unknown argument \"5\" for --version"
    })
    void shouldNameTheInvalidArgument(String arguments, String message) {
        assertThatThrownBy(() -> CommandLine.parse(arguments.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "--threads 0, --threads must be an integer from 1 to 256, was 0",
        "--threads 257, --threads must be an integer from 1 to 256, was 257",
        "--threads two, --threads must be an integer from 1 to 256, was \"two\"",
        "--threads 99999999999999999999, --threads must be an integer from 1 to 256, was \"99999999999999999999\"",
        "--pipeline singal, did you mean signal?"
    })
    void shouldRejectAValueThatABatchCannotHave(String arguments, String message) throws UsageException {
        CommandLine line = CommandLine.parse(("--batch " + arguments).split(" "));

        assertThatThrownBy(() -> BatchCommand.parse(line, Path.of(""), java.time.Clock.systemUTC()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("must be");
    }
}
