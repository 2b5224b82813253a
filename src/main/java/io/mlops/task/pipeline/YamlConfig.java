package io.mlops.task.pipeline;

import io.mlops.task.run.JobException;
import io.mlops.task.run.RunContext;
import io.mlops.task.text.Suggestions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A configuration as it was written: the keys of a YAML mapping with the text and the type of each value. A value is
 * taken for what it says or refused; nothing is converted.
 */
final class YamlConfig {
    private static final int MAX_FILE_SIZE = 1 << 20;
    private static final int MAX_EXCERPT = 80;

    static final long MAX_SEED = (1L << 32) - 1;

    private final String name;
    private final String prefix;
    private final Map<String, Node> values;

    /** @param prefix of the keys in messages: where this is a section of a file */
    private YamlConfig(String name, String prefix, Map<String, Node> values) {
        this.name = name;
        this.prefix = prefix;
        this.values = values;
    }

    /** @param name what messages call the file */
    static YamlConfig read(Path file, String name) throws JobException, IOException {
        try {
            if (Files.size(file) > MAX_FILE_SIZE) {
                throw new JobException("Config file " + name + ": larger than " + MAX_FILE_SIZE + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    name);
        } catch (NoSuchFileException e) {
            throw new JobException("Config file not found: " + name);
        } catch (CharacterCodingException e) {
            throw new JobException("Config file " + name + ": not UTF-8 text");
        } catch (IOException e) {
            throw new JobException(
                    "Config file cannot be read: " + name + (Files.isDirectory(file) ? " is a folder" : ""));
        }
    }

    /** That of a run, which from then on knows its version, whatever else may be wrong. */
    static YamlConfig of(RunContext context) throws JobException, IOException {
        YamlConfig config = read(context.job().config(), context.job().configName());
        String version = config.stringOrNull("version");
        if (version != null) {
            context.version(version);
        }
        return config;
    }

    /** A text with some keys set anew; as it is where none is. */
    static String override(String text, String name, Map<String, String> scalars) throws JobException {
        return scalars.isEmpty() ? text : parse(text, name).with(scalars);
    }

    static YamlConfig parse(String text, String name) throws JobException {
        Node root;
        try {
            root = compose(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new JobException("Config file " + name + ": line " + line + ": not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new JobException("Config file " + name + ": not valid YAML: " + e.getMessage());
        }
        if (root == null) {
            throw new JobException("Config file " + name + ": it is empty, wanted keys and values such as seed: 42");
        }
        if (!(root instanceof MappingNode mapping)) {
            throw new JobException(
                    "Config file " + name + ": found " + shown(root) + ", wanted keys and values such as seed: 42");
        }
        return new YamlConfig(name, "", values(mapping, name));
    }

    /** Without SnakeYAML's Yaml class, whose logger makes Java search every jar for a logging service. */
    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        ParserImpl parser = new ParserImpl(new StreamReader(readable(text)), options);
        return new Composer(parser, new Resolver(), options).getSingleNode();
    }

    /** Two things that JSON has and YAML 1.1 has not: tabs between tokens, and {@code \/} for a slash in a string. */
    private static String readable(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return text;
        }
        StringBuilder yaml = new StringBuilder(text.length());
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                inString = !inString;
            }
            if (inString && c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                yaml.append(escaped == '/' ? "" : "\\").append(escaped);
            } else {
                yaml.append(c == '\t' && !inString ? ' ' : c);
            }
        }
        return yaml.toString();
    }

    private static Map<String, Node> values(MappingNode mapping, String name) throws JobException {
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            int line = keyNode.getStartMark().getLine() + 1;
            if (!(keyNode instanceof ScalarNode key)) {
                throw new JobException("Config file " + name + ": line " + line + ": found a key that is "
                        + shown(keyNode) + ", wanted a name");
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw new JobException(
                        "Config file " + name + ": line " + line + ": key '" + key.getValue() + "' is given twice");
            }
        }
        return values;
    }

    /** The configuration as YAML again, with some keys set anew. */
    String with(Map<String, String> scalars) throws JobException {
        Map<String, String> all = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            String value = YamlScalars.flow(entry.getValue());
            if (value == null) {
                throw invalid(entry.getKey(), entry.getValue(), "less of it, and nothing within itself");
            }
            all.put(entry.getKey(), value);
        }
        all.putAll(scalars);
        StringBuilder yaml = new StringBuilder();
        for (Map.Entry<String, String> entry : all.entrySet()) {
            yaml.append(YamlScalars.key(entry.getKey()))
                    .append(": ")
                    .append(entry.getValue())
                    .append('\n');
        }
        return yaml.toString();
    }

    /** A plain decimal integer: {@code 0x2a} or {@code 052} mean one thing to one YAML reader and another to the next. */
    long integer(String key, long min, long max) throws JobException {
        return integer(required(key, integerWanted(min, max)), key, min, max);
    }

    long integer(String key, long min, long max, long fallback) throws JobException {
        Node node = values.get(key);
        return node == null ? fallback : integer(node, key, min, max);
    }

    String string(String key) throws JobException {
        return string(required(key, "a non-empty string"), key);
    }

    String string(String key, String fallback) throws JobException {
        Node node = values.get(key);
        return node == null ? fallback : string(node, key);
    }

    /** For who wants to know before everything is checked: null where it is not there or not a non-empty string. */
    @Nullable
    String stringOrNull(String key) {
        try {
            return string(key);
        } catch (JobException e) {
            return null;
        }
    }

    /** One of the enum's names, in lower case. */
    <E extends Enum<E>> E enumValue(String key, E[] choices, E fallback) throws JobException {
        Node node = values.get(key);
        if (node == null) {
            return fallback;
        }
        StringBuilder wanted = new StringBuilder("one of ");
        for (E choice : choices) {
            String word = choice.name().toLowerCase(Locale.ROOT);
            if (node instanceof ScalarNode scalar
                    && Tag.STR.equals(node.getTag())
                    && scalar.getValue().equals(word)) {
                return choice;
            }
            wanted.append(choice == choices[0] ? "" : ", ").append(word);
        }
        throw invalid(key, node, wanted.toString());
    }

    /** In the range of numpy's seeds. */
    long seed() throws JobException {
        return integer("seed", 0, MAX_SEED);
    }

    /** A finite decimal number. */
    double number(String key, double min, double max, double fallback) throws JobException {
        Node node = values.get(key);
        return node == null ? fallback : number(node, key, min, max);
    }

    /** One number or a list of them, at least one. */
    List<Double> numbers(String key) throws JobException {
        Node node = required(key, "a number or a list of numbers");
        List<Double> numbers = new ArrayList<>();
        for (Node item : items(node, key, "a number or a list of numbers")) {
            numbers.add(number(item, key, -Double.MAX_VALUE, Double.MAX_VALUE));
        }
        return numbers;
    }

    /** One string, perhaps with commas in it, or a list of strings, at least one; null where the key is not there. */
    @Nullable
    List<String> strings(String key) throws JobException {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Node item : items(node, key, "a string or a list of strings")) {
            for (String text : string(item, key).split(",", -1)) {
                texts.add(text.strip());
            }
        }
        return texts;
    }

    /** The keys and values below a key; null where the key is not there. */
    @Nullable
    YamlConfig section(String key) throws JobException {
        Node node = values.get(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(key, node, "keys and values such as max_depth: 6");
        }
        return new YamlConfig(name, prefix + key + '.', values(mapping, name));
    }

    Collection<String> keys() {
        return values.keySet();
    }

    void rejectUnknown(Collection<String> known) throws JobException {
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw invalid(
                        entry.getKey(),
                        entry.getValue(),
                        "one of the known keys; did you mean '" + Suggestions.closest(entry.getKey(), known) + "'?");
            }
        }
    }

    /** What somebody who knows more says of a value. */
    JobException rejected(String key, String why) {
        Node node = values.get(key);
        String where = node == null ? "" : "line " + (node.getStartMark().getLine() + 1) + ": ";
        String path = prefix + key;
        String shown = path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
        return new JobException("Config file " + name + ": " + where + "key '" + shown + "': " + why);
    }

    private double number(Node node, String key, double min, double max) throws JobException {
        if (node instanceof ScalarNode scalar && scalar.isPlain() && isNumber(scalar.getValue())) {
            double value = Double.parseDouble(scalar.getValue());
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw invalid(key, node, max == Double.MAX_VALUE ? "a number" : "a number from " + min + " to " + max);
    }

    private List<Node> items(Node node, String key, String wanted) throws JobException {
        if (node instanceof MappingNode
                || (node instanceof SequenceNode list && list.getValue().isEmpty())) {
            throw invalid(key, node, wanted);
        }
        return node instanceof SequenceNode list ? list.getValue() : List.of(node);
    }

    /** A message for each key that nobody asks for, naming the known one that is nearest. */
    List<String> unknownKeys(Collection<String> known) {
        List<String> messages = new ArrayList<>();
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                messages.add("Config key '" + key + "' is unknown and has no effect; did you mean '"
                        + Suggestions.closest(key, known) + "'?");
            }
        }
        return messages;
    }

    private long integer(Node node, String key, long min, long max) throws JobException {
        if (node instanceof ScalarNode scalar && Tag.INT.equals(node.getTag()) && isDecimal(scalar.getValue())) {
            try {
                long value = Long.parseLong(scalar.getValue());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw invalid(key, node, integerWanted(min, max));
            }
        }
        throw invalid(key, node, integerWanted(min, max));
    }

    private String string(Node node, String key) throws JobException {
        if (node instanceof ScalarNode scalar && Tag.STR.equals(node.getTag())) {
            if (!scalar.getValue().isBlank()) {
                return scalar.getValue();
            }
        }
        boolean unquoted =
                node instanceof ScalarNode && !Tag.NULL.equals(node.getTag()) && !Tag.STR.equals(node.getTag());
        throw invalid(key, node, "a non-empty string" + (unquoted ? " (put it in quotes)" : ""));
    }

    private Node required(String key, String wanted) throws JobException {
        Node node = values.get(key);
        if (node == null) {
            throw new JobException("Config file " + name + ": key '" + prefix + key + "' is missing, wanted " + wanted);
        }
        return node;
    }

    private JobException invalid(String key, Node node, String wanted) {
        int line = node.getStartMark().getLine() + 1;
        return new JobException("Config file " + name + ": line " + line + ": key '" + prefix + key + "': found "
                + shown(node) + ", wanted " + wanted);
    }

    private static String integerWanted(long min, long max) {
        return max == Long.MAX_VALUE ? "an integer, at least " + min : "an integer from " + min + " to " + max;
    }

    /** As JSON writes numbers; YAML 1.1 takes {@code 1e-3} for text. */
    static boolean isNumber(String text) {
        return text.length() < MAX_EXCERPT && text.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,3})?");
    }

    private static boolean isDecimal(String text) {
        int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean leadingZero = text.length() > digits + 1 && text.charAt(digits) == '0';
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !leadingZero;
    }

    private static String shown(@Nullable Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return node instanceof MappingNode ? "a mapping" : "a list";
        }
        String text = scalar.getValue();
        String cut = text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT) + "…" : text;
        if (Tag.STR.equals(node.getTag())) {
            return "the string \"" + cut + '"';
        }
        return text.isEmpty() ? "nothing" : cut;
    }
}
