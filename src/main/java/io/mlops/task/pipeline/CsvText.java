package io.mlops.task.pipeline;

import io.mlops.task.bytes.ByteBuilder;
import java.nio.charset.StandardCharsets;

/** Fields of CSV files that are written, quoted where RFC 4180 requires it. */
final class CsvText {
    private CsvText() {}

    static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Quotes the bytes from a place to the end, if they need it; they are UTF-8. */
    static void quoteFrom(int start, ByteBuilder line) {
        byte[] bytes = line.bytes();
        for (int i = start; i < line.length(); i++) {
            if (bytes[i] == ',' || bytes[i] == '"' || bytes[i] == '\n' || bytes[i] == '\r') {
                String text = new String(bytes, start, line.length() - start, StandardCharsets.UTF_8);
                line.setLength(start);
                line.append(quoted(text).getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
    }
}
