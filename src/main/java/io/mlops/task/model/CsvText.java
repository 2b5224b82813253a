package io.mlops.task.model;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** CSV as RFC 4180 has it, with a byte order mark left out: it would stand before a quote and spoil it. */
final class CsvText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER = 1 << 16;

    private CsvText() {}

    static CSVReader open(Reader text) throws IOException {
        PushbackReader start = new PushbackReader(text);
        int first = start.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            start.unread(first);
        }
        return new CSVReaderBuilder(start)
                .withCSVParser(new RFC4180ParserBuilder().build())
                // Else a failure to read is taken for the end of the file.
                .withVerifyReader(false)
                .build();
    }

    /** UTF-8, of gzip's content where the bytes are gzip; a byte sequence that is not UTF-8 ends the reading. */
    static Reader decode(InputStream bytes) throws IOException {
        BufferedInputStream start = new BufferedInputStream(bytes, BUFFER);
        start.mark(2);
        boolean gzip = start.read() == GZIP_FIRST && start.read() == GZIP_SECOND;
        start.reset();
        InputStream plain = gzip ? new GZIPInputStream(start, BUFFER) : start;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
    }

    static boolean blank(String[] fields) {
        return fields.length == 1 && fields[0].isBlank();
    }
}
