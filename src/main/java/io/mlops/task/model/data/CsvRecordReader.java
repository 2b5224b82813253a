package io.mlops.task.model.data;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import com.opencsv.exceptions.CsvMalformedLineException;
import com.opencsv.exceptions.CsvMultilineLimitBrokenException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The records of CSV as RFC 4180 has it, one at a time, with a byte order mark left out: it would stand before a quote and
 * spoil it. A record of more than a thousand lines or a million characters is an error, so that a quote that is not closed
 * does not gather the rest of the file.
 */
public final class CsvRecordReader implements Closeable {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int MAX_LINES = 1_000;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int BUFFER = 1 << 16;

    private final String source;
    private final RecordSizeLimitReader text;
    private final CSVReader csv;
    private long line;

    private CsvRecordReader(String source, RecordSizeLimitReader text) {
        this.source = source;
        this.text = text;
        this.csv = new CSVReaderBuilder(text)
                .withCSVParser(new RFC4180ParserBuilder().build())
                .withMultilineLimit(MAX_LINES)
                // Else a failure to read is taken for the end of the file.
                .withVerifyReader(false)
                .build();
    }

    /** Reads text; {@code source} names it in errors. */
    public static CsvRecordReader open(Reader text, String source) throws ModelException {
        try {
            PushbackReader start = new PushbackReader(text);
            int first = start.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                start.unread(first);
            }
            return new CsvRecordReader(source, new RecordSizeLimitReader(start));
        } catch (CharacterCodingException e) {
            throw notText(source, e);
        } catch (IOException e) {
            throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** UTF-8, of gzip's content where the bytes are gzip; a byte sequence that is not UTF-8 ends the reading. */
    public static Reader decode(InputStream bytes) throws IOException {
        BufferedInputStream start = new BufferedInputStream(bytes, BUFFER);
        start.mark(2);
        boolean gzip = start.read() == GZIP_FIRST && start.read() == GZIP_SECOND;
        start.reset();
        InputStream plain = gzip ? new GZIPInputStream(start, BUFFER) : start;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
    }

    public static boolean blank(String[] fields) {
        return fields.length == 1 && fields[0].isBlank();
    }

    /** The next record, blank or not; null at the end. */
    public String @Nullable [] next() throws ModelException {
        line = csv.getLinesRead() + 1;
        text.startRecord();
        try {
            return csv.readNext();
        } catch (CsvMultilineLimitBrokenException e) {
            throw wrong("a quoted field that goes on for more than " + MAX_LINES + " lines", "its closing quote", e);
        } catch (CsvMalformedLineException e) {
            throw wrong("a quoted field that the end of the file cuts off", "its closing quote", e);
        } catch (RecordSizeLimitReader.Exceeded e) {
            throw wrong(
                    "a record of more than " + RecordSizeLimitReader.CHARACTERS + " characters", "a shorter one", e);
        } catch (CharacterCodingException e) {
            throw notText(source, e);
        } catch (IOException | CsvException e) {
            throw new ModelException(source + " is not a readable CSV file: " + e.getMessage(), e);
        }
    }

    /** The line, from 1, on which the record that was asked for last begins. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private ModelException wrong(String found, String wanted, Exception cause) {
        return new ModelException(source + ", line " + line + ": found " + found + "; wanted " + wanted, cause);
    }

    private static ModelException notText(String source, CharacterCodingException cause) {
        return new ModelException(source + " is not UTF-8 text; wanted a CSV file in UTF-8", cause);
    }
}
