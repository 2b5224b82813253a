package io.mlops.task.csv;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses blocks on several threads and passes their rows on in file order. The thread that completes the next block in
 * order also delivers those after it that are ready. Memory is constant: a fixed number of blocks in flight.
 */
final class BlockScan {
    /** Blocks in addition to one per thread, so that the others continue while one thread is not scheduled. */
    private static final int AHEAD = 14;
    /** In bytes; a block that a long record made larger is not reused. */
    private static final int MAX_RETAINED = 1 << 20;

    private final BlockSource source;
    private final RowParser.Factory parsers;
    private final int threads;
    private final OrderedRowConsumer consumer;

    private final int blockSize;
    /** The most recently used first: it may still be in the processor's cache. */
    private final Deque<Block> free = new ArrayDeque<>();

    private final Block[] ready;
    private int created;
    private long next;
    private boolean delivering;
    private boolean stopped;
    private @Nullable Throwable failure;

    BlockScan(BlockSource source, RowParser.Factory parsers, int threads, int blockSize, OrderedRowConsumer consumer) {
        this.source = source;
        this.parsers = parsers;
        this.threads = threads;
        this.blockSize = blockSize;
        this.consumer = consumer;
        this.ready = new Block[threads == 1 ? 1 : threads + AHEAD];
    }

    /** Returns when every block is delivered and every thread has ended. */
    void run() throws CsvException, IOException, InterruptedException {
        List<Thread> workers = new ArrayList<>();
        try {
            for (int i = 1; i < threads; i++) {
                workers.add(started("csv-scan-" + i));
            }
            work();
        } catch (RuntimeException | Error e) {
            stop(e);
        }
        boolean interrupted = Thread.interrupted();
        for (Thread worker : workers) {
            interrupted |= join(worker);
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        rethrow(failure);
    }

    private Thread started(String name) {
        Thread worker = new Thread(this::work, name);
        worker.setDaemon(true);
        worker.start();
        return worker;
    }

    private boolean join(Thread worker) {
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
                stop(null);
            }
        }
        return interrupted;
    }

    private void work() {
        try {
            RowParser parser = parsers.parser();
            KeyDecoder keys = parsers.decoder();
            Block block = takeFree();
            while (block != null && read(block, parser, keys)) {
                deliver(block);
                block = takeFree();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(null);
        } catch (RuntimeException | Error e) {
            stop(e);
        }
    }

    private boolean read(Block block, RowParser parser, @Nullable KeyDecoder keys) throws InterruptedException {
        block.failure = null;
        try {
            if (!source.next(block)) {
                return false;
            }
            parser.parse(block.bytes, block.from, block.to, block.last, block.rows);
            if (keys != null) {
                keys.decode(block.rows);
            }
        } catch (IOException | RuntimeException | Error e) {
            block.failure = e;
        }
        return true;
    }

    private synchronized @Nullable Block takeFree() throws InterruptedException {
        while (free.isEmpty() && created == ready.length && !stopped) {
            wait();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (stopped) {
            return null;
        }
        if (free.isEmpty()) {
            created++;
            return new Block(blockSize, parsers.keys());
        }
        return free.pop();
    }

    private void deliver(Block block) {
        if (!isNext(block)) {
            return;
        }
        Block current = block;
        while (current != null) {
            try {
                consumer.accept(current);
            } catch (CsvException | IOException | RuntimeException | Error e) {
                stop(e);
            }
            current = following(current);
        }
    }

    private synchronized boolean isNext(Block block) {
        if (stopped) {
            return false;
        }
        if (block.sequence != next || delivering) {
            ready[slot(block.sequence)] = block;
            return false;
        }
        delivering = true;
        return true;
    }

    private synchronized @Nullable Block following(Block delivered) {
        if (delivered.capacity() <= MAX_RETAINED) {
            free.push(delivered);
        } else {
            created--;
        }
        notifyAll();
        next++;
        Block following = stopped ? null : ready[slot(next)];
        ready[slot(next)] = null;
        delivering = following != null;
        return following;
    }

    private int slot(long sequence) {
        return (int) (sequence % ready.length);
    }

    /** No block is read or delivered after this; threads that wait for a stalled pipe are released. */
    private void stop(@Nullable Throwable cause) {
        recordStop(cause);
        try {
            source.close();
        } catch (IOException e) {
            recordStop(e);
        }
    }

    private synchronized void recordStop(@Nullable Throwable cause) {
        stopped = true;
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    static void rethrow(@Nullable Throwable failure) throws CsvException, IOException {
        if (failure instanceof CsvException csv) {
            throw csv;
        }
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
