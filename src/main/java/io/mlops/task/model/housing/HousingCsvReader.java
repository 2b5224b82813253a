package io.mlops.task.model.housing;

import io.mlops.task.model.data.CsvRecordReader;
import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads the housing file in either public format (see {@link DataQualityReport#format()}) into a {@link Dataset}.
 * A missing feature stays missing and is counted; a missing target, a field that is not a finite number or a record of
 * another length than the header is an error with its line and column. Rows with a time in the column {@code labelled_at}
 * are {@link LabelledRows}.
 */
public final class HousingCsvReader {
    private HousingCsvReader() {}

    /**
     * A file's rows, and the report on its data quality.
     *
     * @param dataset labelled rows last
     * @param labelled the labelled rows alone; empty if there are none
     */
    public record ReadResult(Dataset dataset, DataQualityReport report, Optional<LabelledPart> labelled) {
        /** Returns the rows that are not labelled. */
        public Dataset base() {
            int rows = dataset.rows() - labelledRows();
            return dataset.select(IntStream.range(0, rows).toArray());
        }

        public int labelledRows() {
            return labelled.map(part -> part.dataset.rows()).orElse(0);
        }
    }

    /** The labelled rows of a file. */
    public record LabelledPart(Dataset dataset, DataQualityReport report, LabelledRows summary) {}

    /** Reads a UTF-8 file, plain or gzip. */
    public static ReadResult read(Path file) throws ModelException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return read(bytes, String.valueOf(file.getFileName()));
        } catch (NoSuchFileException e) {
            throw new ModelException("Data file not found: " + file, e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads UTF-8, plain or gzip; {@code source} is its name in errors. */
    public static ReadResult read(InputStream bytes, String source) throws ModelException {
        try (Reader text = CsvRecordReader.decode(bytes)) {
            return read(text, source);
        } catch (IOException e) {
            throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads text; {@code source} is its name in errors. */
    public static ReadResult read(Reader text, String source) throws ModelException {
        try (CsvRecordReader csv = CsvRecordReader.open(text, source)) {
            HousingRowReader rows = new HousingRowReader(
                    source,
                    ColumnMapping.of(source, csv.header()),
                    Runtime.getRuntime().maxMemory());
            for (String[] fields = csv.nextNonBlank(); fields != null; fields = csv.nextNonBlank()) {
                rows.add(csv.line(), fields);
            }
            return rows.result();
        } catch (IOException e) {
            throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
        }
    }
}
