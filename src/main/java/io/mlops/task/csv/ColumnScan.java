package io.mlops.task.csv;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one column of a CSV file into a sink: finds what the file is, where its rows begin and which column is meant. */
public final class ColumnScan {
    private static final int MAX_HEADER = 1 << 20;
    /** In bytes; where a process begins with a smaller file, that is read before the fast reader would be loaded. */
    private static final long WORTH_LOADING = 2 << 20;

    private static final AtomicBoolean READ_BEFORE = new AtomicBoolean();

    private final ColumnQuery query;
    private final ColumnSink sink;
    private final ScanListener listener;
    private final ScanOptions effort;

    private ColumnScan(ColumnQuery query, ColumnSink sink, ScanListener listener, ScanOptions effort) {
        this.query = query;
        this.sink = sink;
        this.listener = listener;
        this.effort = effort;
    }

    /**
     * @throws CsvException where the file is not what it should be: the first problem in file order
     * @throws IOException where it cannot be read
     * @throws InterruptedException where the thread was interrupted; nothing goes on in the background
     */
    public static ColumnSummary read(Path path, ColumnQuery query, ColumnSink sink, ScanListener listener)
            throws CsvException, IOException, InterruptedException {
        return read(path, query, sink, listener, ScanOptions.DEFAULT);
    }

    static ColumnSummary read(Path path, ColumnQuery query, ColumnSink sink, ScanListener listener, ScanOptions effort)
            throws CsvException, IOException, InterruptedException {
        try (CsvInput source = CsvInput.open(path)) {
            return new ColumnScan(query, sink, listener, effort).read(source);
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            CsvException problem = CsvInput.gzipProblem(e);
            if (problem != null) {
                throw problem;
            }
            throw e;
        }
    }

    private ColumnSummary read(CsvInput source) throws CsvException, IOException, InterruptedException {
        source.readMore();
        int start = EncodingCheck.check(source.head());
        int line = 1;
        while (true) {
            int end = headerEnd(source, start, line);
            if (end == start) {
                throw new CsvException("the file is empty, wanted a header and rows");
            }
            if (!isBlank(source.head(), start, end)) {
                Header header = Header.parse(source.head(), start, end, line);
                int column = header.find(query.column(), listener);
                line += lines(source.head(), start, end);
                RowParserFactory parsers =
                        new RowParserFactory(query.column(), column, header.size(), chooseFast(source));
                return rows(source, end, parsers, line, header.isWrapped());
            }
            start = end;
            line++;
        }
    }

    private ColumnSummary rows(CsvInput source, int from, RowParserFactory parsers, int firstLine, boolean wrapped)
            throws CsvException, IOException, InterruptedException {
        OrderedRowConsumer inOrder = new OrderedRowConsumer(
                query, sink, listener, parsers.reference(), firstLine, wrapped, source.fileSize());
        boolean oneBlock = source.isComplete() && source.head().length <= effort.blockSize();
        int threads = oneBlock ? 1 : query.threads();
        int size = oneBlock ? source.head().length : effort.blockSize();
        if (source.fileSize() >= JitWarmUp.WORTH_IT) {
            JitWarmUp.run(parsers, source.head(), from);
            sink.prepareForVolume();
        }
        new BlockScan(source.blocks(from, size), parsers, threads, size, inOrder).run();
        return inOrder.summary();
    }

    /** Whether the fast reader is to read this file; notes that the process has read one. */
    private boolean chooseFast(CsvInput source) {
        boolean small = source.fileSize() >= 0 && source.fileSize() < WORTH_LOADING;
        boolean first = !READ_BEFORE.getAndSet(true);
        return effort.fast() && !(first && small);
    }

    private static int headerEnd(CsvInput source, int start, int line) throws IOException, CsvException {
        int end = Header.end(source.head(), start, source.head().length, source.isComplete());
        while (end < 0) {
            if (source.head().length >= MAX_HEADER) {
                throw new CsvException("line " + line + ": no end of the header within " + MAX_HEADER + " bytes");
            }
            source.readMore();
            end = Header.end(source.head(), start, source.head().length, source.isComplete());
        }
        return end;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!NumberParser.isBlank(bytes[at]) && bytes[at] != '\r' && bytes[at] != '\n') {
                return false;
            }
        }
        return true;
    }

    private static int lines(byte[] bytes, int from, int to) {
        int lines = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
