package io.mlops.task.model;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;

/** CSV as RFC 4180 has it, with a byte order mark left out: it would stand before a quote and spoil it. */
final class CsvText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CsvText() {}

    static CSVReader open(Reader text) throws IOException {
        PushbackReader start = new PushbackReader(text);
        int first = start.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            start.unread(first);
        }
        return new CSVReaderBuilder(start)
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build();
    }

    static boolean blank(String[] fields) {
        return fields.length == 1 && fields[0].isBlank();
    }
}
