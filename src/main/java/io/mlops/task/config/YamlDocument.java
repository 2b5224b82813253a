package io.mlops.task.config;

import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.JobException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML mapping as written: its values by key, each with its line.
 *
 * @param name of the file in messages
 * @param prefix of the keys in messages, if this is a section of the file
 */
record YamlDocument(String name, String prefix, Map<String, Node> values) {
    /** Bytes of a file, or characters; its nodes take a hundred times as much. */
    static final int MAX_SIZE = 64 << 10;

    private static final String EXPECTED = "keys and values such as seed: 42";

    static YamlDocument read(ConfigFile file) throws JobException {
        YamlDocument document = read(file.path(), file.name());
        return file.overrides().isEmpty() ? document : parse(document.with(file.overrides()), file.name());
    }

    private static YamlDocument read(Path file, String name) throws JobException {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw tooLarge(name);
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return parse(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), name);
        } catch (NoSuchFileException e) {
            throw new JobException(
                    (isBelowFile(file) ? "Config file cannot be read: " : "Config file not found: ") + name);
        } catch (CharacterCodingException e) {
            throw invalid(name, null, "not UTF-8 text");
        } catch (IOException e) {
            throw new JobException(
                    "Config file cannot be read: " + name + (Files.isDirectory(file) ? " is a directory" : ""));
        }
    }

    /** Java 25 reports a path below a file as missing, Java 17 as an I/O error. */
    private static boolean isBelowFile(Path file) {
        Path parent = file.getParent();
        return parent != null && Files.isRegularFile(parent);
    }

    static YamlDocument parse(String text, String name) throws JobException {
        if (text.length() > MAX_SIZE) {
            throw tooLarge(name);
        }
        Node root;
        try {
            root = compose(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw invalid(name, line, "not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw invalid(name, null, "not valid YAML: " + e.getMessage());
        }
        if (!(root instanceof MappingNode mapping)) {
            throw invalid(name, null, Messages.mustBe(EXPECTED, root == null ? "empty" : YamlScalars.excerpt(root)));
        }
        return new YamlDocument(name, "", values(mapping, name));
    }

    /** Does not use SnakeYAML's Yaml class, whose logger makes Java search every jar for a logging service. */
    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        ParserImpl parser = new ParserImpl(new StreamReader(jsonAsYaml(text)), options);
        return new Composer(parser, new Resolver(), options).getSingleNode();
    }

    /** Replaces what is JSON but not YAML 1.1: tabs between tokens, and {@code \/} for a slash in a string. */
    private static String jsonAsYaml(String text) {
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

    /** Returns a text in quotes, or a list, in YAML's flow style on one line; null if the text is neither. */
    static @Nullable String flow(String text, boolean acceptsList) {
        String stripped = text.strip();
        boolean isQuoted = stripped.startsWith("\"") || stripped.startsWith("'");
        if ((!isQuoted && !stripped.startsWith("[")) || text.length() > MAX_SIZE) {
            return null;
        }
        try {
            Node node = compose(text);
            boolean accepted = node instanceof SequenceNode ? acceptsList : node instanceof ScalarNode;
            return node != null && accepted ? YamlScalars.flow(node) : null;
        } catch (YAMLException e) {
            return null;
        }
    }

    private static Map<String, Node> values(MappingNode mapping, String name) throws JobException {
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            int line = line(keyNode);
            if (!(keyNode instanceof ScalarNode key)) {
                throw invalid(name, line, "a key " + Messages.mustBe("a name", YamlScalars.excerpt(keyNode)));
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw invalid(name, line, "key '" + SafeText.excerpt(key.getValue()) + "' is given twice");
            }
        }
        return values;
    }

    /** Returns the values of a key that is itself a mapping. */
    YamlDocument section(String key, MappingNode mapping) throws JobException {
        return new YamlDocument(name, prefix + key + '.', values(mapping, name));
    }

    /** Returns the mapping as YAML, with some keys replaced. */
    String with(Map<String, String> scalars) throws JobException {
        Map<String, String> all = new LinkedHashMap<>();
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            String value = YamlScalars.flow(entry.getValue());
            if (value == null) {
                throw invalid(entry.getKey(), "is too large, too deep, or contains itself");
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

    /** @param key whose value is invalid; its line is named if it is present */
    JobException.InvalidConfig invalid(String key, String reason) {
        Node node = values.get(key);
        String path = prefix + SafeText.excerpt(key);
        String line = node == null ? "" : "line " + line(node) + ": ";
        String location = line + "key '" + path + "'" + (node == null ? " " : ": ");
        return new JobException.InvalidConfig(location(name) + location + reason, path, reason);
    }

    int line(String key) {
        Node node = values.get(key);
        return node == null ? 0 : line(node);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static JobException.InvalidConfig tooLarge(String name) {
        return invalid(name, null, "larger than " + MAX_SIZE + " bytes");
    }

    private static JobException.InvalidConfig invalid(String name, @Nullable Integer line, String reason) {
        return new JobException.InvalidConfig(
                location(name) + (line == null ? "" : "line " + line + ": ") + reason, null, reason);
    }

    private static String location(String name) {
        return "Config file " + name + ": ";
    }
}
