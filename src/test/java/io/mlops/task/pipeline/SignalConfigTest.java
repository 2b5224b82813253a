package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.JobException;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.series.DuplicatePolicy;
import io.mlops.task.series.RowOrder;
import io.mlops.task.signal.WarmupPolicy;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalConfigTest {
    private static final String REQUIRED = "seed: 42\nwindow: 5\nversion: v1\n";

    @TempDir
    Path directory;

    @Test
    void shouldReadTheRequiredKeysAndFillInTheOthers() throws JobException {
        ReadingKeys.Reading reading = new ReadingKeys.Reading(
                new ColumnRef.Named("close"), MissingPolicy.KEEP, Dialect.AUTO, KeyColumns.AUTO);
        assertThat(read(REQUIRED))
                .isEqualTo(new SignalConfig(
                        42,
                        5,
                        "v1",
                        WarmupPolicy.ZERO,
                        reading,
                        RowOrder.FILE,
                        DuplicatePolicy.KEEP,
                        CheckPolicy.WARN,
                        4));
    }

    @Test
    void shouldReadEveryKey() throws JobException {
        String text =
                REQUIRED + "warmup: partial\nmissing: drop\ncolumn: 4\ndecimals: 0\ndelimiter: tab\nheader: none\n"
                        + "decimal: ','\nthousands: ' '\nna_values: [-999, \".\"]\nskip_footer: 2\nencoding: windows-1252\n"
                        + "time: [0, 1]\ntime_format: dd/MM/uuuu HH:mm\ngroup: Name\norder: time\nduplicates: last\nchecks: error\n";
        Dialect dialect = new Dialect(
                '\t', Dialect.HeaderPlace.NONE, ',', ' ', List.of("-999", "."), 2, Charset.forName("windows-1252"));
        KeyColumns keys = new KeyColumns(
                List.of(new ColumnRef.Placed(0), new ColumnRef.Placed(1)),
                false,
                "dd/MM/uuuu HH:mm",
                new ColumnRef.Named("Name"));

        assertThat(read(text))
                .isEqualTo(new SignalConfig(
                        42,
                        5,
                        "v1",
                        WarmupPolicy.PARTIAL,
                        new ReadingKeys.Reading(new ColumnRef.Placed(4), MissingPolicy.DROP, dialect, keys),
                        RowOrder.TIME,
                        DuplicatePolicy.LAST,
                        CheckPolicy.ERROR,
                        0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "column: true",
                "column: -1",
                "column: 1.5",
                "column: []",
                "column: [close]",
                "column: ''",
                "column: {a: b}",
                "delimiter: 5",
                "delimiter: ab",
                "delimiter: é",
                "header: 0",
                "header: -1",
                "header: first",
                "header: 1.0",
                "decimal: x",
                "thousands: 7",
                "thousands: ''",
                "decimal: ','\nthousands: ','",
                "na_values: true",
                "na_values: [null]",
                "na_values: {a: b}",
                "skip_footer: 1001",
                "encoding: nonsense",
                "encoding: 5",
                "time: []",
                "time: [true]",
                "time: -1",
                "time_format: 5",
                "time_format: qqqqqqq{",
                "group: true",
                "order: up",
                "duplicates: false",
                "checks: 1",
                "header: none"
            })
    void shouldRejectAValueOfAKeyOfReading(String line) {
        assertThatThrownBy(() -> read(REQUIRED + line + "\n"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "na_values: []",
                "na_values: -999",
                "na_values: [-999, '.', 1.5]",
                "time: 0",
                "time: [Date, 1]",
                "time: 'Date, Time'",
                "time: none",
                "group: 3",
                "checks: off",
                "delimiter: ';'",
                "delimiter: tab",
                "header: 3",
                "thousands: \"'\"",
                "encoding: latin1",
                "column: 0\nheader: none"
            })
    void shouldAcceptAValueOfAKeyOfReading(String line) throws JobException {
        assertThat(read(REQUIRED + line + "\n")).isNotNull();
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
    void shouldAcceptTheFirstAndTheLastValueOfARange(String key, long value) throws JobException {
        assertThat(with(key, Long.toString(value))).isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                // seed: an integer from 0 to 2^32-1
                "seed | -1 | -1 | an integer from 0 to 4294967295",
                "seed | 4294967296 | 4294967296 | an integer from 0 to 4294967295",
                "seed | 99999999999999999999999 | 99999999999999999999999 | an integer from 0 to 4294967295",
                "seed | 42.0 | 42.0 | an integer from 0 to 4294967295",
                "seed | 4.2e1 | 4.2e1 | an integer from 0 to 4294967295",
                "seed | 1e3 | 1e3 | an integer from 0 to 4294967295",
                "seed | true | true | an integer from 0 to 4294967295",
                "seed | yes | yes | an integer from 0 to 4294967295",
                "seed | null | null | an integer from 0 to 4294967295",
                "seed | ~ | ~ | an integer from 0 to 4294967295",
                "seed | '' | empty | an integer from 0 to 4294967295",
                "seed | \"42\" | the string \"42\" | an integer from 0 to 4294967295",
                "seed | [42] | a list | an integer from 0 to 4294967295",
                "seed | {a: 42} | a mapping | an integer from 0 to 4294967295",
                "seed | .nan | .nan | an integer from 0 to 4294967295",
                "seed | 2024-01-01 | 2024-01-01 | an integer from 0 to 4294967295",
                "seed | !!float 42 | 42 | an integer from 0 to 4294967295",
                "seed | !color 42 | 42 | an integer from 0 to 4294967295",
                // not the same number in every YAML reader
                "seed | 052 | 052 | an integer from 0 to 4294967295",
                "seed | 0o52 | the string \"0o52\" | an integer from 0 to 4294967295",
                "seed | 0x2a | 0x2a | an integer from 0 to 4294967295",
                "seed | 0b101010 | 0b101010 | an integer from 0 to 4294967295",
                "seed | 1:30 | 1:30 | an integer from 0 to 4294967295",
                "seed | 4_2 | 4_2 | an integer from 0 to 4294967295",
                "seed | 00 | 00 | an integer from 0 to 4294967295",
                // window: at least 1
                "window | 0 | 0 | an integer, at least 1",
                "window | -5 | -5 | an integer, at least 1",
                "window | 9223372036854775808 | 9223372036854775808 | an integer, at least 1",
                "window | 5.5 | 5.5 | an integer, at least 1",
                "window | five | the string \"five\" | an integer, at least 1",
                // version: a non-empty string
                "version | \"\" | the string \"\" | a non-empty string",
                "version | \"  \" | the string \"  \" | a non-empty string",
                "version | 1.0 | 1.0 | a non-empty string (put it in quotes)",
                "version | 1 | 1 | a non-empty string (put it in quotes)",
                "version | true | true | a non-empty string (put it in quotes)",
                "version | 2024-01-01 | 2024-01-01 | a non-empty string (put it in quotes)",
                "version | null | null | a non-empty string",
                "version | '' | empty | a non-empty string",
                "version | [v1] | a list | a non-empty string",
                // the others
                "warmup | Zero | the string \"Zero\" | one of zero, exclude, drop, partial",
                "warmup | 0 | 0 | one of zero, exclude, drop, partial",
                "warmup | '' | empty | one of zero, exclude, drop, partial",
                "warmup | [zero] | a list | one of zero, exclude, drop, partial",
                "missing | ignore | the string \"ignore\" | one of keep, drop, error",
                "missing | false | false | one of keep, drop, error",
                "column | 5.5 | 5.5 | a column's name or its place, from 0",
                "column | \"\" | the string \"\" | a column's name or its place, from 0",
                "decimals | 16 | 16 | an integer from 0 to 15",
                "decimals | -1 | -1 | an integer from 0 to 15",
                "decimals | 4.0 | 4.0 | an integer from 0 to 15",
                "decimals | \"4\" | the string \"4\" | an integer from 0 to 15"
            })
    void shouldRejectAnotherTypeOrRangeWithLineKeyExpectedAndActual(
            String key, String written, String actual, String expected) {
        assertThatThrownBy(() -> with(key, written))
                .isInstanceOf(JobException.class)
                .hasMessage("Config file c.yaml: line 4: key '" + key + "': must be " + expected + ", was " + actual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "window", "version"})
    void shouldNameAMissingKey(String key) {
        assertThatThrownBy(() -> read(REQUIRED.replaceAll(key + ":.*\n", "")))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("Config file c.yaml: key '" + key + "' is missing: must be a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed: 42\n", "\"seed\": 42\n", "'seed': 43\n", "? seed\n: 1\n"})
    void shouldRejectAKeyThatIsGivenTwice(String again) {
        assertThatThrownBy(() -> read(REQUIRED + again))
                .isInstanceOf(JobException.class)
                .hasMessage("Config file c.yaml: line 4: key 'seed' is given twice");
    }

    @Test
    void shouldRejectAnUnknownKeyThatIsGivenTwice() {
        assertThatThrownBy(() -> read(REQUIRED + "x: 1\nx: 1\n"))
                .hasMessageContaining("line 5: key 'x' is given twice");
    }

    @Test
    void shouldAcceptUnknownKeys() throws JobException {
        assertThat(read(REQUIRED + "windw: 7\n1: x\nWarmup: zero\n")).isEqualTo(read(REQUIRED));
    }

    @Test
    void shouldNameAMisspelledKeyNextToTheMissingOne() {
        assertThatThrownBy(() -> read("seed: 42\nwindw: 5\nversion: v1\n"))
                .hasMessage("Config file c.yaml: key 'window' is missing: must be an integer, at least 1; "
                        + "line 2 has the unknown key 'windw', did you mean 'window'?");
        assertThatThrownBy(() -> read("seed: 42\nheight: 5\nversion: v1\n"))
                .hasMessage("Config file c.yaml: key 'window' is missing: must be an integer, at least 1");
    }

    @Test
    void shouldReportKeyAndReasonOfAnInvalidValue() {
        assertThatThrownBy(() -> with("window", "0")).isInstanceOfSatisfying(JobException.InvalidConfig.class, e -> {
            assertThat(e.key()).isEqualTo("window");
            assertThat(e.reason()).isEqualTo("must be an integer, at least 1, was 0");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "   ", "# only a comment\n", "---\n", "\ufeff", "---\n...\n"})
    void shouldReportAnEmptyConfiguration(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessage("Config file c.yaml: must be keys and values such as seed: 42, was empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- seed: 42 | a list",
                "[1, 2] | a list",
                "seed=42 | the string \"seed=42\"",
                "42 | 42",
                "\"seed: 42\" | the string \"seed: 42\"",
                "null | null"
            })
    void shouldRejectATextThatIsNotKeysAndValues(String text, String actual) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessage("Config file c.yaml: must be keys and values such as seed: 42, was " + actual);
    }

    static Stream<String> notYaml() {
        return Stream.of(
                "seed: 42\nwindow: [5\nversion: v1\n",
                "seed: 42\nwindow: \"5\nversion: v1\n",
                "seed: 42 window: 5\n",
                "seed: 42\n\twindow: 5\n",
                "seed:\t42\n",
                "seed: 42\n  window: 5\n",
                "seed: *undefined\n",
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
    void shouldReportInvalidYaml(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("Config file c.yaml: ")
                .hasMessageContaining("not valid YAML: ");
    }

    @Test
    void shouldNameTheLineOfInvalidYaml() {
        assertThatThrownBy(() -> read("seed: 42\n\n\twindow: 5\n")).hasMessageContaining("c.yaml: line 3: not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"? [a, b]\n: 1\n", "? {a: 1}\n: 1\n"})
    void shouldRejectAKeyThatIsNotAName(String entry) {
        assertThatThrownBy(() -> read(REQUIRED + entry))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("c.yaml: line 4: a key must be a name, was a ");
    }

    @Test
    void shouldRejectAListThatContainsItself() {
        assertThatThrownBy(() -> read("seed: &a [*a, *a]\nwindow: 5\nversion: v1\n"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("key 'seed': must be an integer from 0 to 4294967295, was a list");
    }

    @Test
    void shouldRejectAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }

        assertThatThrownBy(() -> read(bomb + "seed: *a39\n"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Number of aliases");
    }

    @Test
    void shouldTruncateALongValueInItsMessage() {
        assertThatThrownBy(() -> with("seed", "x".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).contains("…"));
    }

    @Test
    void shouldReadAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("config.yaml"), "\ufeff" + REQUIRED.replace("v1", "naïve"));

        assertThat(SignalConfig.SCHEMA.read(ConfigFile.of(file, "c.yaml")).version())
                .isEqualTo("naïve");
    }

    @Test
    void shouldReportWhyAFileCannotBeRead() throws IOException {
        Path latin =
                Files.write(directory.resolve("latin.yaml"), "version: naïve".getBytes(StandardCharsets.ISO_8859_1));
        Path wide = Files.write(directory.resolve("wide.yaml"), REQUIRED.getBytes(StandardCharsets.UTF_16));
        Path large = Files.writeString(directory.resolve("large.yaml"), "# " + "x".repeat(1 << 20));

        assertReadFails(directory.resolve("none.yaml"), "Config file not found: c.yaml");
        assertReadFails(directory, "Config file cannot be read: c.yaml is a directory");
        assertReadFails(latin, "Config file c.yaml: not UTF-8 text");
        assertReadFails(wide, "Config file c.yaml: not UTF-8 text");
        assertReadFails(large, "Config file c.yaml: larger than 65536 bytes");
        assertReadFails(latin.resolve("below.yaml"), "Config file cannot be read: c.yaml");
    }

    private static void assertReadFails(Path file, String message) {
        assertThatThrownBy(() -> SignalConfig.SCHEMA.read(ConfigFile.of(file, "c.yaml")))
                .isInstanceOf(JobException.class)
                .hasMessage(message);
    }

    /** Returns the required keys and the given one, which is on line 4. */
    private static SignalConfig with(String key, String written) throws JobException {
        String others = REQUIRED.replaceAll(key + ":.*\n", "");
        String three = others + "\n".repeat(3 - (int) others.lines().count());
        return read(three + key + ": " + written + "\n");
    }

    private static SignalConfig read(String text) throws JobException {
        return SignalConfig.SCHEMA.parse(text, "c.yaml");
    }
}
