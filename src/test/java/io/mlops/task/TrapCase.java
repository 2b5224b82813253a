package io.mlops.task;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** An entry of traps.txt, whose header explains its keys. */
public final class TrapCase {
    private final String name;
    private byte[] input = unescape("close\\n1\\n2\\n3\\n");
    private String as = "file";
    private byte[] config = unescape("seed: 42\\nwindow: 2\\nversion: v1\\n");
    private final List<String> read = new ArrayList<>();
    private final List<String> scanFindings = new ArrayList<>();
    private final List<String> jobFindings = new ArrayList<>();
    private final List<String> failure = new ArrayList<>();
    String value = "";
    long rows;

    private TrapCase(String name) {
        this.name = name;
    }

    public static List<TrapCase> all() throws IOException {
        List<TrapCase> all = new ArrayList<>();
        try (InputStream in = TrapCase.class.getResourceAsStream("/traps.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", 2);
                String rest = words.length == 1 ? "" : words[1];
                if (words[0].equals("case")) {
                    all.add(new TrapCase(rest));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    all.get(all.size() - 1).set(words[0], rest);
                }
            }
        }
        return all;
    }

    /** Whether it has the expected result of reading the column. */
    public boolean isRead() {
        return !read.isEmpty();
    }

    /** Returns the result of reading the column, as lines: findings, then the numbers of rows and the values, or an error. */
    public String read() {
        return Stream.concat(scanFindings.stream().map(finding -> "finding: " + finding), read.stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    boolean succeeds() {
        return failure.isEmpty();
    }

    /** Returns parts of the job's error message; empty if it succeeds. */
    List<String> failure() {
        return failure;
    }

    /** Returns a part of the message of each of the job's findings. */
    List<String> findings() {
        return Stream.concat(scanFindings.stream(), jobFindings.stream()).toList();
    }

    public Path writeInput(Path directory) throws IOException {
        Path file = directory.resolve("input.csv");
        switch (as) {
            case "file" -> Files.write(file, input);
            case "gzip" -> Files.write(file, gzip(input));
            case "gzip-truncated" -> {
                byte[] whole = gzip(input);
                Files.write(file, Arrays.copyOf(whole, whole.length - 9));
            }
            case "utf-16" ->
                Files.write(file, new String(input, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
            case "directory" -> Files.createDirectory(file);
            case "nothing" -> {}
            default -> throw new IllegalStateException(as);
        }
        return file;
    }

    public Path writeConfig(Path directory) throws IOException {
        return Files.write(directory.resolve("config.yaml"), config);
    }

    @Override
    public String toString() {
        return name;
    }

    private void set(String key, String rest) {
        switch (key) {
            case "input" -> input = unescape(rest);
            case "as" -> as = rest;
            case "config" -> config = unescape(rest);
            case "with" -> config = unescape(new String(config, StandardCharsets.ISO_8859_1) + rest + "\\n");
            case "value" -> {
                value = rest.substring(0, rest.indexOf(' '));
                rows = Long.parseLong(rest.substring(rest.indexOf(' ') + 1));
            }
            case "reads" -> {
                List<String> values = rest.isEmpty() ? List.of() : List.of(rest.split(" "));
                read.add("rows: " + values.size());
                read.add("missing: " + Collections.frequency(values, "NaN"));
                read.addAll(values);
            }
            case "error" -> {
                String message = new String(unescape(rest), StandardCharsets.UTF_8);
                read.add("error: " + message);
                failure.add("input.csv: " + message);
            }
            case "fails" -> failure.addAll(List.of(rest.split(" \\.\\.\\. ")));
            case "finding" -> scanFindings.add(new String(unescape(rest), StandardCharsets.UTF_8));
            case "finds" -> jobFindings.add(new String(unescape(rest), StandardCharsets.UTF_8));
            default -> throw new IllegalStateException(key);
        }
    }

    private static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalStateException("\\" + escaped);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
