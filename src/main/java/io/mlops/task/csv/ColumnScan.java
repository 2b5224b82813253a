package io.mlops.task.csv;

import io.mlops.task.finding.Check;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.layout.TextInput;
import io.mlops.task.layout.UnreadableFileException;
import io.mlops.task.number.NumberStyle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one column of a CSV file into a sink: determines the file type, where the rows start and which column is meant. */
public final class ColumnScan {
    /** In bytes; if the first file of a process is smaller, it is read before the fast parser would be loaded. */
    private static final long MIN_FAST_SIZE = 2 << 20;

    /** In bytes; for a smaller file, preparing the sink takes longer than it saves. */
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
    public static Summary read(FileChannel file, ColumnQuery query, ColumnSink sink, ScanListener listener)
            throws CsvException, IOException, InterruptedException {
        return read(file, query, sink, listener, Options.DEFAULT);
    }

    static Summary read(FileChannel file, ColumnQuery query, ColumnSink sink, ScanListener listener, Options options)
            throws CsvException, IOException, InterruptedException {
        try (TextInput input = TextInput.open(file, query.dialect())) {
            return new ColumnScan(query, sink, listener, options).readText(input);
        } catch (UnreadableFileException e) {
            throw CsvException.ofFile(String.valueOf(e.getMessage()));
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    private Summary readText(TextInput input)
            throws CsvException, UnreadableFileException, IOException, InterruptedException {
        try {
            return read(input);
        } catch (IOException e) {
            UnreadableFileException problem = input.problem(e);
            if (problem != null) {
                throw problem;
            }
            throw e;
        }
    }

    private Summary read(TextInput input) throws CsvException, IOException, InterruptedException {
        NumberStyle style = new NumberStyle(query.dialect());
        RowLayout layout = new HeaderSearch(input, query, style, listener).find();
        ColumnRef group = query.keys().group();
        GroupIds groups = group == null ? null : new GroupIds();
        listener.opened(FileLayout.of(
                input.compression(), input.encoding().name(), layout, group == null ? null : group.label(), groups));
        boolean fast = layout.delimiter() == ',' && style.allowsFastPath() && chooseFast(input);
        return rows(input, new RowParser.Factory(layout, style, query.keys().timeFormat(), groups, fast));
    }

    private Summary rows(TextInput input, RowParser.Factory parsers)
            throws CsvException, IOException, InterruptedException {
        if (input.fileSize() >= LARGE_FILE) {
            sink.prepareForLargeFile();
        }
        OrderedRowConsumer inOrder = new OrderedRowConsumer(query, sink, listener, parsers, input.fileSize());
        boolean oneBlock = input.isComplete() && input.head().length <= options.blockSize();
        int threads = oneBlock ? 1 : query.threads();
        int size = oneBlock ? input.head().length : options.blockSize();
        BlockSource blocks = blocks(input, parsers.layout().start(), size);
        new BlockScan(blocks, parsers, threads, size, inOrder).run();
        inOrder.finish();
        long trailing = input.trailingBytes();
        if (trailing > 0) {
            listener.found(
                    Check.TRAILING_BYTES.finding(trailing, 0, trailing + " bytes after the gzip data were ignored"));
        }
        return inOrder.summary();
    }

    /** @param from where the data rows start, in bytes from the start of the text */
    private static BlockSource blocks(TextInput input, int from, int blockSize) {
        InputStream stream = input.stream();
        if (stream == null) {
            return new FileBlocks(input.channel(), from, input.fileSize(), blockSize);
        }
        byte[] rest = Arrays.copyOfRange(input.head(), from, input.head().length);
        return new StreamBlocks(rest, input.channel(), stream, input.bytesRead(), blockSize);
    }

    /** Whether to use the fast parser for this file; records that the process has read one. */
    private boolean chooseFast(TextInput input) {
        boolean small = input.fileSize() >= 0 && input.fileSize() < MIN_FAST_SIZE;
        boolean first = !READ_BEFORE.getAndSet(true);
        return options.fast() && !(first && small);
    }

    /**
     * What a scan read.
     *
     * @param rows data rows in the file, missing values included
     * @param missing rows without a value; under {@link MissingPolicy#DROP} the sink did not receive them
     * @param firstMissingLine the line of the first of those, 0 if there is none
     */
    public record Summary(long rows, long missing, long firstMissingLine) {}

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
