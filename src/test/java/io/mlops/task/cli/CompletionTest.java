package io.mlops.task.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script, in a real bash. */
class CompletionTest {

    @ParameterizedTest
    @CsvSource({
        "'', 1, --batch --serve --sample --hash-password --completion --help --version",
        "--b, 1, --batch",
        "--batch --th, 2, --threads",
        "--batch --pipeline sig, 3, signal",
        "--serve --p, 2, --port",
        "--hash-password --role v, 3, viewer",
        "--completion --shell z, 3, zsh",
    })
    void shouldComplete(String typed, int index, String expected)
            throws IOException, InterruptedException, UsageException {
        String script = Completion.script(CommandLine.parse("--completion"));
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        script
                                + "\nCOMP_WORDS=(mlops-task $1 ${1:-''}); COMP_CWORD=$2; _mlops_task; echo \"${COMPREPLY[*]}\"",
                        "bash",
                        typed,
                        Integer.toString(index))
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor()).isZero();
        assertThat(output.strip()).isEqualTo(expected);
    }

    @Test
    void shouldRejectAShellItDoesNotKnow() {
        assertThatThrownBy(() -> Completion.script(CommandLine.parse("--completion", "--shell", "fish")))
                .isInstanceOf(UsageException.class)
                .hasMessage("--shell must be bash or zsh, was \"fish\"");
    }
}
