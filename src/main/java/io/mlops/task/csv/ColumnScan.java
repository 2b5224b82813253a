package io.mlops.task.csv;

import io.mlops.task.text.Messages;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one column of a CSV file into a sink: checks what the file is, where its rows start and which column is meant. */
public final class ColumnScan {
    private static final int MAX_HEADER = 1 << 20;
    /** In bytes; if the first file of a process is smaller, it is read before the fast parser would be loaded. */
    private static final long MIN_FAST_SIZE = 2 << 20;

    /** In bytes; for a smaller file, the sink's preparation takes longer than it saves. */
    private static final long LARGE_FILE = 64 << 20;

    private static final AtomicBoolean READ_BEFORE = new AtomicBoolean();

    private final ColumnQuery query;
    private final ColumnSink sink;
    private final ScanListener listener;
    private final Options options;

    private ColumnScan(ColumnQuery query, ColumnSink sink, ScanListener listener, Options options) {
        this.query = query;
        this.sink = sink;
        this.listener = listener;
        this.options = options;
    }

    /**
     * @param file is closed
     * @throws CsvException if the file is not valid: the first problem in file order
     * @throws IOException if it cannot be read
     * @throws InterruptedException if the thread was interrupted; nothing continues in the background
     */
    public static ColumnSummary read(FileChannel file, ColumnQuery query, ColumnSink sink, ScanListener listener)
            throws CsvException, IOException, InterruptedException {
        return read(file, query, sink, listener, Options.DEFAULT);
    }

    static ColumnSummary read(
            FileChannel file, ColumnQuery query, ColumnSink sink, ScanListener listener, Options options)
            throws CsvException, IOException, InterruptedException {
        try (CsvInput input = CsvInput.of(file)) {
            return new ColumnScan(query, sink, listener, options).read(input);
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

    private ColumnSummary read(CsvInput input) throws CsvException, IOException, InterruptedException {
        input.readMore();
        int start = textStart(input.head());
        int line = 1;
        while (true) {
            int end = headerEnd(input, start, line);
            if (end == start) {
                throw CsvException.ofFile("the file " + Messages.mustBe("a header and rows", "empty"));
            }
            if (!isBlank(input.head(), start, end)) {
                Header header = Header.parse(input.head(), start, end, line);
                int column = header.find(query.column(), listener);
                line += lines(input.head(), start, end);
                RowParser.Factory parsers =
                        new RowParser.Factory(query.column(), column, header.size(), chooseFast(input));
                return rows(input, end, parsers, line, header.isWrapped());
            }
            start = end;
            line++;
        }
    }

    private ColumnSummary rows(CsvInput input, int from, RowParser.Factory parsers, int firstLine, boolean wrapped)
            throws CsvException, IOException, InterruptedException {
        if (input.fileSize() >= LARGE_FILE) {
            sink.prepareForLargeFile();
        }
        OrderedRowConsumer inOrder = new OrderedRowConsumer(
                query, sink, listener, parsers.reference(), firstLine, wrapped, input.fileSize());
        boolean oneBlock = input.isComplete() && input.head().length <= options.blockSize();
        int threads = oneBlock ? 1 : query.threads();
        int size = oneBlock ? input.head().length : options.blockSize();
        new BlockScan(input.blocks(from, size), parsers, threads, size, inOrder).run();
        if (input.trailingBytes() > 0) {
            listener.warning(input.trailingBytes() + " bytes after the gzip data were ignored");
        }
        return inOrder.summary();
    }

    /** Whether to use the fast parser for this file; records that the process has read one. */
    private boolean chooseFast(CsvInput input) {
        boolean small = input.fileSize() >= 0 && input.fileSize() < MIN_FAST_SIZE;
        boolean first = !READ_BEFORE.getAndSet(true);
        return options.fast() && !(first && small);
    }

    private static int headerEnd(CsvInput input, int start, int line) throws IOException, CsvException {
        int end = Header.end(input.head(), start, input.head().length, input.isComplete());
        while (end < 0) {
            if (input.head().length >= MAX_HEADER) {
                throw CsvException.at(line, "no end of the header within " + MAX_HEADER + " bytes");
            }
            input.readMore();
            end = Header.end(input.head(), start, input.head().length, input.isComplete());
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

    /** Returns where the text starts: after a UTF-8 byte order mark, if there is one. */
    private static int textStart(byte[] head) throws CsvException {
        if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            throw CsvException.ofFile("the file " + Messages.mustBe("UTF-8", "UTF-16"));
        }
        int nul = indexOfNul(head);
        if (nul >= 0) {
            boolean wide = nul < 4 && (nul ^ 1) < head.length && head[nul ^ 1] != 0;
            throw CsvException.ofFile(
                    wide
                            ? "the file " + Messages.mustBe("UTF-8", "UTF-16 without a byte order mark")
                            : "the file " + Messages.mustBe("CSV text", "binary: a NUL byte at offset " + nul));
        }
        return startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    private static boolean startsWith(byte[] head, int... prefix) {
        if (head.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((head[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int indexOfNul(byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * How a file is read. The result does not depend on it.
     *
     * @param blockSize how many bytes a thread takes at a time
     * @param fast whether a line may be recognised by its likeness to an earlier one
     */
    record Options(int blockSize, boolean fast) {
        static final Options DEFAULT = new Options(256 << 10, true);
    }
}
