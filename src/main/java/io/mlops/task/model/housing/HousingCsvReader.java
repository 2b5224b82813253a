package io.mlops.task.model.housing;

import io.mlops.task.model.data.CsvRecordReader;
import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the housing file in either public form (see {@link DataQualityReport#form()}) into a {@link Dataset}.
 * A blank feature is kept as a blank and counted; a blank target, a field that is not a finite number or a record of
 * another length than the header ends the reading with the line, the column, what was found and what was wanted.
 */
public final class HousingCsvReader {
    private HousingCsvReader() {}

    /** The table of a file, and what was seen while it was read. */
    public record Reading(Dataset table, DataQualityReport report) {}

    /** Reads a UTF-8 file, plain or gzip. */
    public static Reading read(Path file) throws ModelException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return read(bytes, String.valueOf(file.getFileName()));
        } catch (NoSuchFileException e) {
            throw new ModelException("Data file not found: " + file, e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads UTF-8, plain or gzip; {@code source} names it in errors. */
    public static Reading read(InputStream bytes, String source) throws ModelException {
        try (Reader text = CsvRecordReader.decode(bytes)) {
            return read(text, source);
        } catch (IOException e) {
            throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads text; {@code source} names it in errors. */
    public static Reading read(Reader text, String source) throws ModelException {
        try (CsvRecordReader csv = CsvRecordReader.open(text, source)) {
            return records(csv, source);
        } catch (IOException e) {
            throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Reading records(CsvRecordReader csv, String source) throws ModelException {
        String[] header = csv.next();
        if (header == null || CsvRecordReader.blank(header)) {
            throw new ModelException(source + " is empty; wanted a header and rows");
        }
        HousingRowReader rows = new HousingRowReader(source, ColumnMapping.of(source, List.of(header)));
        for (String[] fields = csv.next(); fields != null; fields = csv.next()) {
            if (!CsvRecordReader.blank(fields)) {
                rows.add(csv.line(), fields);
            }
        }
        return rows.result();
    }
}
