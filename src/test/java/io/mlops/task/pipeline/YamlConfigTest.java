package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.csv.MissingPolicy;
import io.mlops.task.run.JobException;
import io.mlops.task.signal.WarmupPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlConfigTest {
    private static final String REQUIRED = "seed: 42\nwindow: 5\nversion: v1\n";

    @TempDir
    Path folder;

    @Test
    void shouldReadTheRequiredKeysAndFillInTheOthers() throws JobException {
        assertThat(read(REQUIRED))
                .isEqualTo(new SignalConfig(42, 5, "v1", WarmupPolicy.ZERO, MissingPolicy.KEEP, "close", 4));
    }

    @Test
    void shouldReadEveryKey() throws JobException {
        String text = REQUIRED + "warmup: partial\nmissing: drop\ncolumn: Adj Close\ndecimals: 0\n";

        assertThat(read(text))
                .isEqualTo(new SignalConfig(42, 5, "v1", WarmupPolicy.PARTIAL, MissingPolicy.DROP, "Adj Close", 0));
    }

    static Stream<String> sameConfigurations() {
        return Stream.of(
                "# a comment\n\nversion: 'v1' # another\nwindow:    5\nseed: 42",
                "---\nseed: 42\nwindow: 5\nversion: v1\n...\n",
                "%YAML 1.1\n---\nseed: 42\nwindow: 5\nversion: v1\n",
                "\ufeffseed: 42\nwindow: 5\nversion: v1\n",
                "seed: 42\r\nwindow: 5\r\nversion: \"v1\"\r\n",
                "seed: +42\nwindow: +5\nversion: v1\n",
                "{seed: 42, window: 5, version: v1}",
                "{\"seed\": 42, \"window\": 5, \"version\": \"v1\"}",
                "{\"seed\":42,\"window\":5,\"version\":\"v1\"}\n",
                "{\n\t\"seed\":\t42,\n\t\"window\": 5,\n\t\"version\": \"v1\"\n}\n",
                "\n\t {\"seed\": 42, \"window\": 5, \"version\": \"\\u00761\"}",
                "\ufeff{\n\t\"seed\": 42, \"window\": 5, \"version\": \"v1\"}",
                "seed: &a 42\nwindow: 5\nversion: v1\n",
                "seed: 42\nwindow: !!int 5\nversion: !!str v1\n",
                "\"seed\": 42\n'window': 5\n? version\n: v1\n",
                "seed: 42\nwindow: 5\nversion: >-\n  v1\n");
    }

    @ParameterizedTest
    @MethodSource("sameConfigurations")
    void shouldReadTheSameHoweverItIsWritten(String text) throws JobException {
        assertThat(read(text)).isEqualTo(read(REQUIRED));
    }

    @Test
    void shouldFollowAnAlias() throws JobException {
        assertThat(read("seed: &n 7\nwindow: *n\nversion: v1\n").window()).isEqualTo(7);
    }

    @Test
    void shouldReadStringsAsJsonWritesThem() throws JobException {
        String text = "{\"seed\": 1, \"window\": 2, \"version\": \"a\\/b \\\\/ \\\"c\\\" \\ud83d\\ude00\\td\"}";

        assertThat(read(text).version()).isEqualTo("a/b \\/ \"c\" 😀\td");
    }

    @ParameterizedTest
    @CsvSource({"seed, 0", "seed, 4294967295", "window, 1", "window, 9223372036854775807", "decimals, 0", "decimals, 15"
    })
    void shouldTakeTheFirstAndTheLastValueOfARange(String key, long value) throws JobException {
        assertThat(with(key, Long.toString(value))).isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // seed: an integer from 0 to 2^32-1
                "seed | -1 | found -1 | an integer from 0 to 4294967295",
                "seed | 4294967296 | found 4294967296 | an integer from 0 to 4294967295",
                "seed | 99999999999999999999999 | found 99999999999999999999999 | an integer",
                "seed | 42.0 | found 42.0 | an integer",
                "seed | 4.2e1 | found 4.2e1 | an integer",
                "seed | 1e3 | found 1e3 | an integer",
                "seed | true | found true | an integer",
                "seed | yes | found yes | an integer",
                "seed | null | found null | an integer",
                "seed | ~ | found ~ | an integer",
                "seed | '' | found nothing | an integer",
                "seed | \"42\" | found the string \"42\" | an integer",
                "seed | [42] | found a list | an integer",
                "seed | {a: 42} | found a mapping | an integer",
                "seed | .nan | found .nan | an integer",
                "seed | 2024-01-01 | found 2024-01-01 | an integer",
                "seed | !!float 42 | found 42 | an integer",
                "seed | !color 42 | found 42 | an integer",
                // not the same number to every reader of YAML
                "seed | 052 | found 052 | an integer",
                "seed | 0o52 | found the string \"0o52\" | an integer",
                "seed | 0x2a | found 0x2a | an integer",
                "seed | 0b101010 | found 0b101010 | an integer",
                "seed | 1:30 | found 1:30 | an integer",
                "seed | 4_2 | found 4_2 | an integer",
                "seed | 00 | found 00 | an integer",
                // window: at least 1
                "window | 0 | found 0 | an integer, at least 1",
                "window | -5 | found -5 | an integer, at least 1",
                "window | 9223372036854775808 | found 9223372036854775808 | an integer, at least 1",
                "window | 5.5 | found 5.5 | an integer, at least 1",
                "window | five | found the string \"five\" | an integer, at least 1",
                // version: a non-empty string
                "version | \"\" | found the string \"\" | a non-empty string",
                "version | \"  \" | found the string \"  \" | a non-empty string",
                "version | 1.0 | found 1.0 | a non-empty string (put it in quotes)",
                "version | 1 | found 1 | a non-empty string (put it in quotes)",
                "version | true | found true | a non-empty string (put it in quotes)",
                "version | 2024-01-01 | found 2024-01-01 | a non-empty string (put it in quotes)",
                "version | null | found null | a non-empty string",
                "version | '' | found nothing | a non-empty string",
                "version | [v1] | found a list | a non-empty string",
                // the others
                "warmup | Zero | found the string \"Zero\" | one of zero, exclude, drop, partial",
                "warmup | 0 | found 0 | one of zero, exclude, drop, partial",
                "warmup | '' | found nothing | one of zero, exclude, drop, partial",
                "warmup | [zero] | found a list | one of zero, exclude, drop, partial",
                "missing | ignore | found the string \"ignore\" | one of keep, drop, error",
                "missing | false | found false | one of keep, drop, error",
                "column | 5 | found 5 | a non-empty string (put it in quotes)",
                "column | \"\" | found the string \"\" | a non-empty string",
                "decimals | 16 | found 16 | an integer from 0 to 15",
                "decimals | -1 | found -1 | an integer from 0 to 15",
                "decimals | 4.0 | found 4.0 | an integer from 0 to 15",
                "decimals | \"4\" | found the string \"4\" | an integer from 0 to 15"
            })
    void shouldRefuseAnotherTypeOrRangeNamingLineKeyValueAndWhatWasWanted(
            String key, String written, String found, String wanted) {
        assertThatThrownBy(() -> with(key, written))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("Config file c.yaml: line 4: key '" + key + "': " + found)
                .hasMessageContaining(", wanted " + wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "window", "version"})
    void shouldSayWhichKeyIsMissing(String key) {
        assertThatThrownBy(() -> read(REQUIRED.replaceAll(key + ":.*\n", "")))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("Config file c.yaml: key '" + key + "' is missing, wanted a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed: 42\n", "\"seed\": 42\n", "'seed': 43\n", "? seed\n: 1\n"})
    void shouldRefuseAKeyThatIsGivenTwice(String again) {
        assertThatThrownBy(() -> read(REQUIRED + again))
                .isInstanceOf(JobException.class)
                .hasMessage("Config file c.yaml: line 4: key 'seed' is given twice");
    }

    @Test
    void shouldRefuseAnUnknownKeyThatIsGivenTwice() {
        assertThatThrownBy(() -> read(REQUIRED + "x: 1\nx: 1\n"))
                .hasMessageContaining("line 5: key 'x' is given twice");
    }

    @Test
    void shouldWarnOfUnknownKeysAndNameTheNearest() throws JobException {
        YamlConfig config = YamlConfig.parse(REQUIRED + "windw: 7\n1: x\nWarmup: zero\n", "c.yaml");

        assertThat(config.unknownKeys(SignalConfig.KEYS))
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).contains("'windw' is unknown", "did you mean 'window'?"),
                        second -> assertThat(second).contains("'1' is unknown"),
                        third -> assertThat(third).contains("'Warmup' is unknown", "did you mean 'warmup'?"));
        assertThat(YamlConfig.parse(REQUIRED, "c.yaml").unknownKeys(SignalConfig.KEYS))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "   ", "# only a comment\n", "---\n", "\ufeff", "---\n...\n"})
    void shouldSayThatItIsEmpty(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("Config file c.yaml: ")
                .hasMessageEndingWith("wanted keys and values such as seed: 42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- seed: 42 | found a list",
                "[1, 2] | found a list",
                "seed=42 | found the string \"seed=42\"",
                "42 | found 42",
                "\"seed: 42\" | found the string \"seed: 42\"",
                "null | found null"
            })
    void shouldSayWhatItFoundWhereKeysAndValuesWereWanted(String text, String found) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessage("Config file c.yaml: " + found + ", wanted keys and values such as seed: 42");
    }

    static Stream<String> notYaml() {
        return Stream.of(
                "seed: 42\nwindow: [5\nversion: v1\n",
                "seed: 42\nwindow: \"5\nversion: v1\n",
                "seed: 42 window: 5\n",
                "seed: 42\n\twindow: 5\n",
                "seed:\t42\n",
                "seed: 42\n  window: 5\n",
                "seed: *nobody\n",
                "seed: 42\n---\nseed: 43\n",
                "{\"seed\": 42,",
                "{\"seed\": 42, \"version\": \"\\q\"}",
                "seed: @42\n",
                "seed: `42`\n",
                "%YAML 3.0\n---\nseed: 42\n",
                "seed: 42\u0000\n",
                "[".repeat(2000),
                "a: ".repeat(3),
                "{a: ".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("notYaml")
    void shouldSayThatItIsNotValidYaml(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("Config file c.yaml: ")
                .hasMessageContaining("not valid YAML: ");
    }

    @Test
    void shouldNameTheLineThatIsNotValidYaml() {
        assertThatThrownBy(() -> read("seed: 42\n\n\twindow: 5\n")).hasMessageContaining("c.yaml: line 3: not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"? [a, b]\n: 1\n", "? {a: 1}\n: 1\n"})
    void shouldRefuseAKeyThatIsNoName(String entry) {
        assertThatThrownBy(() -> read(REQUIRED + entry))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("c.yaml: line 4: found a key that is a ");
    }

    @Test
    void shouldNotBeCaughtByAListThatHoldsItself() {
        assertThatThrownBy(() -> read("seed: &a [*a, *a]\nwindow: 5\nversion: v1\n"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("key 'seed': found a list");
    }

    @Test
    void shouldNotBeCaughtByAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }

        assertThatThrownBy(() -> read(bomb + "seed: *a39\n"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Number of aliases");
    }

    @Test
    void shouldCutALongValueInItsMessage() {
        assertThatThrownBy(() -> with("seed", "x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).contains("…"));
    }

    @Test
    void shouldTellTheVersionEvenWhereAnotherKeyIsWrong() throws JobException {
        assertThat(YamlConfig.parse("version: v9\nseed: x\n", "c.yaml").stringOrNull("version"))
                .isEqualTo("v9");
        assertThat(YamlConfig.parse("version: 9\n", "c.yaml").stringOrNull("version"))
                .isNull();
        assertThat(YamlConfig.parse("seed: 9\n", "c.yaml").stringOrNull("version"))
                .isNull();
    }

    @Test
    void shouldReadAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("config.yaml"), "\ufeff" + REQUIRED.replace("v1", "naïve"));

        assertThat(SignalConfig.of(YamlConfig.read(file, "c.yaml")).version()).isEqualTo("naïve");
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), "version: naïve".getBytes(StandardCharsets.ISO_8859_1));
        Path wide = Files.write(folder.resolve("wide.yaml"), REQUIRED.getBytes(StandardCharsets.UTF_16));
        Path large = Files.writeString(folder.resolve("large.yaml"), "# " + "x".repeat(1 << 20));

        assertReadFails(folder.resolve("none.yaml"), "Config file not found: c.yaml");
        assertReadFails(folder, "Config file cannot be read: c.yaml is a folder");
        assertReadFails(latin, "Config file c.yaml: not UTF-8 text");
        assertReadFails(wide, "Config file c.yaml: not UTF-8 text");
        assertReadFails(large, "Config file c.yaml: larger than 1048576 bytes");
        assertReadFails(latin.resolve("below.yaml"), "Config file cannot be read: c.yaml");
    }

    private static void assertReadFails(Path file, String message) {
        assertThatThrownBy(() -> YamlConfig.read(file, "c.yaml"))
                .isInstanceOf(JobException.class)
                .hasMessage(message);
    }

    /** The required keys and the one given, which stands on line 4. */
    private static SignalConfig with(String key, String written) throws JobException {
        String others = REQUIRED.replaceAll(key + ":.*\n", "");
        String three = others + "\n".repeat(3 - (int) others.lines().count());
        return read(three + key + ": " + written + "\n");
    }

    private static SignalConfig read(String text) throws JobException {
        return SignalConfig.of(YamlConfig.parse(text, "c.yaml"));
    }
}
