package io.mlops.task.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    private static final IntegerKey WINDOW =
            IntegerKey.integer("window", "rows").min(1);
    private static final StringKey WARMUP = StringKey.string("warmup", "how", "zero");
    private static final NumbersKey DEPTHS = NumbersKey.numbers("depth", "of a tree", true, 1, 30, 6);
    private static final StringsKey FEATURES = StringsKey.strings("features", "columns", List.of("raw", "geo"), "raw");
    private static final Section TREES = Section.section("trees", "values to try", List.of(DEPTHS, FEATURES), "none");
    private static final List<Key<?>> KEYS = List.of(WINDOW, StringKey.version(), WARMUP, TREES);

    @Test
    void shouldWarnOfUnknownKeysAndNameTheNearest() throws JobException {
        assertThat(reader("window: 5\nwindw: 7\n1: x\nWarmup: zero\n").unknownKeys())
                .satisfiesExactly(
                        first -> assertThat(first).contains("'windw' is unknown", "did you mean 'window'?"),
                        second -> assertThat(second).contains("'1' is unknown"),
                        third -> assertThat(third).contains("'Warmup' is unknown", "did you mean 'warmup'?"));
        assertThat(reader("window: 5\nversion: v1\n").unknownKeys()).isEmpty();
    }

    @Test
    void shouldReadTheVersionEvenIfAnotherKeyIsInvalid() throws JobException {
        assertThat(reader("version: v9\nwindow: x\n").find(StringKey.version())).isEqualTo("v9");
        assertThatThrownBy(() -> reader("version: 9\n").find(StringKey.version()))
                .isInstanceOf(JobException.class);
        assertThat(reader("window: 9\n").find(StringKey.version())).isNull();
    }

    @Test
    void shouldBoundStringsAndLists() throws JobException {
        String longest = "x".repeat(256);
        assertThat(reader("version: " + longest).get(StringKey.version())).isEqualTo(longest);
        assertThatThrownBy(() -> reader("window: 1\nversion: x" + longest).get(StringKey.version()))
                .hasMessage("Config file c.yaml: line 2: key 'version': must be at most 256 characters, was 257");
        String depths = "1, ".repeat(99) + "1";
        assertThat(reader("trees: {depth: [" + depths + "]}").section(TREES).get(DEPTHS))
                .hasSize(100);
        assertThatThrownBy(() -> reader("trees: {depth: [1, " + depths + "]}")
                        .section(TREES)
                        .get(DEPTHS))
                .hasMessageEndingWith("key 'trees.depth': must be at most 100 values, was 101");
        assertThatThrownBy(() -> reader("trees: {features: \"" + "raw,".repeat(64) + "raw\"}")
                        .section(TREES)
                        .get(FEATURES))
                .hasMessageEndingWith("must be at most 256 characters, was 259");
    }

    @Test
    void shouldExcerptUnknownKeys() throws JobException {
        String key = "k".repeat(1000);
        assertThat(reader(key + ": 1").unknownKeys()).allMatch(message -> message.length() < 250);
        assertThatThrownBy(() -> reader("window: 1\ntrees: {" + key + ": 3}").section(TREES))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
        assertThatThrownBy(() -> reader(key + ": 1\n" + key + ": 2"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    @Test
    void shouldReadASection() throws JobException {
        ConfigReader trees =
                reader("trees: {depth: [3, 6.0], features: \"raw, geo\"}").section(TREES);

        assertThat(trees.get(DEPTHS)).containsExactly(3.0, 6.0);
        assertThat(trees.get(FEATURES)).containsExactly("raw", "geo");
        assertThat(reader("window: 1").section(TREES)).isNull();
    }

    @Test
    void shouldNameTheSectionOfAnInvalidKey() {
        assertThatThrownBy(() -> reader("window: 1\ntrees: {dept: 3}").section(TREES))
                .hasMessage("Config file c.yaml: line 2: key 'trees.dept': is not a known key; did you mean 'depth'?");
        assertThatThrownBy(
                        () -> reader("trees: {depth: [3, 31]}").section(TREES).get(DEPTHS))
                .hasMessage("Config file c.yaml: line 1: key 'trees.depth': must be an integer from 1 to 30, was 31");
        assertThatThrownBy(() -> reader("trees: {depth: []}").section(TREES).get(DEPTHS))
                .hasMessageContaining("must be an integer from 1 to 30, or a list, was a list");
        assertThatThrownBy(() -> reader("trees: 5").section(TREES))
                .hasMessage("Config file c.yaml: line 1: key 'trees': must be keys and values such as depth, was 5");
    }

    @Test
    void shouldDescribeKeys() {
        List<ConfigKey> described = Key.describe(KEYS);

        assertThat(described).extracting(ConfigKey::name).containsExactly("window", "version", "warmup", "trees");
        assertThat(described).extracting(ConfigKey::required).containsExactly(true, true, false, false);
        assertThat(described.get(3).keys())
                .containsExactly(
                        new ConfigKey(
                                "depth",
                                ConfigKey.Type.INTEGERS,
                                BigDecimal.ONE,
                                new BigDecimal(30),
                                List.of(),
                                "6",
                                "of a tree",
                                List.of()),
                        new ConfigKey(
                                "features",
                                ConfigKey.Type.STRINGS,
                                null,
                                null,
                                List.of("raw", "geo"),
                                "raw",
                                "columns",
                                List.of()));
    }

    private static ConfigReader reader(String text) throws JobException {
        return new ConfigReader(YamlDocument.parse(text, "c.yaml"), KEYS);
    }
}
