package io.mlops.task.model.data;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import com.opencsv.exceptions.CsvMalformedLineException;
import com.opencsv.exceptions.CsvMultilineLimitBrokenException;
import io.mlops.task.compression.Compression;
import io.mlops.task.compression.GzipStream;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a CSV file (RFC 4180), one at a time. A byte order mark is skipped: in front of a quote it would
 * make the field unquoted. A record of more than {@value #MAX_LINES} lines or {@value RecordSizeLimitReader#MAX_CHARACTERS} characters is an error, so that a missing
 * closing quote does not swallow the rest of the file.
 */
public final class CsvRecordReader implements Closeable {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int MAX_LINES = 1_000;

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
                // Otherwise opencsv takes a read failure for the end of the file.
                .withVerifyReader(false)
                .build();
    }

    /** Reads text; {@code source} is its name in errors. */
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

    /** Decodes UTF-8, plain or gzip; a byte sequence that is not UTF-8 is an error. */
    public static Reader decode(InputStream bytes) throws IOException {
        BufferedInputStream start = new BufferedInputStream(bytes, BUFFER);
        start.mark(Compression.MAGIC_LENGTH);
        boolean gzip = Compression.of(start.readNBytes(Compression.MAGIC_LENGTH)) == Compression.GZIP;
        start.reset();
        InputStream plain = gzip ? new GzipStream(start, BUFFER) : start;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()));
    }

    /** Returns the first record, which must not be blank. */
    public List<String> header() throws ModelException {
        String[] header = next();
        if (header == null || isBlank(header)) {
            throw new ModelException(source + " is empty; it must have a header and rows");
        }
        return List.of(header);
    }

    /** Returns the next record that is not a blank line; null at the end. */
    public String @Nullable [] nextNonBlank() throws ModelException {
        String[] fields = next();
        while (fields != null && isBlank(fields)) {
            fields = next();
        }
        return fields;
    }

    private static boolean isBlank(String[] fields) {
        return fields.length == 1 && fields[0].isBlank();
    }

    private String @Nullable [] next() throws ModelException {
        line = csv.getLinesRead() + 1;
        text.startRecord();
        try {
            return csv.readNext();
        } catch (CsvMultilineLimitBrokenException e) {
            throw invalid("a quoted field has no closing quote within " + MAX_LINES + " lines", e);
        } catch (CsvMalformedLineException e) {
            throw invalid("a quoted field has no closing quote before the end of the file", e);
        } catch (RecordSizeLimitReader.LimitExceededException e) {
            throw invalid("a record must have at most " + RecordSizeLimitReader.MAX_CHARACTERS + " characters", e);
        } catch (CharacterCodingException e) {
            throw notText(source, e);
        } catch (IOException | CsvException e) {
            throw new ModelException(source + " is not a readable CSV file: " + e.getMessage(), e);
        }
    }

    /** Returns the line, from 1, on which the last returned record starts. */
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private ModelException invalid(String message, Exception cause) {
        return new ModelException(source + ", line " + line + ": " + message, cause);
    }

    private static ModelException notText(String source, CharacterCodingException cause) {
        return new ModelException(source + " is not UTF-8 text; it must be a CSV file in UTF-8", cause);
    }
}
