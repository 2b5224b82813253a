package io.mlops.task.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes files that must be durable at once, past the page cache if the file system supports that: the kernel then allocates
 * no pages for them, and copies nothing.
 */
final class DirectFiles {
    private static final int BUFFER = 256 << 10;
    private static final int MAX_BLOCK = 64 << 10;
    private static final int MAX_BUFFERS = 8;
    private static final Set<OpenOption> BUFFERED = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Set<OpenOption> options;
    private final int block;
    /** Our own: some versions of Java cannot free the aligned buffers that they allocate to write arrays. */
    private final Queue<ByteBuffer> buffers = new ArrayBlockingQueue<>(MAX_BUFFERS);

    private DirectFiles(Set<OpenOption> options, int block) {
        this.options = options;
        this.block = block;
    }

    /** Checks whether the file system of a directory supports it. */
    static DirectFiles of(Path directory) throws IOException {
        OpenOption option = directOption();
        long block = option == null ? 0 : block(directory);
        if (option == null || block > MAX_BLOCK || Long.bitCount(block) != 1) {
            return new DirectFiles(BUFFERED, 1);
        }
        Set<OpenOption> options = new HashSet<>(BUFFERED);
        options.add(option);
        DirectFiles direct = new DirectFiles(options, (int) block);
        Path file = directory.resolve("direct");
        try (FileChannel channel = FileChannel.open(file, options)) {
            channel.write(direct.newBuffer().limit(direct.block));
            return direct;
        } catch (UnsupportedOperationException | IOException e) {
            return new DirectFiles(BUFFERED, 1);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Returns the size of the file system's blocks; 0 if it cannot be found, as where mounts are hidden. */
    private static long block(Path directory) {
        try {
            return Files.getFileStore(directory).getBlockSize();
        } catch (IOException | UnsupportedOperationException e) {
            return 0;
        }
    }

    /** Returns the JDK's own option, which no interface of Java SE has; null if it is absent. */
    private static @Nullable OpenOption directOption() {
        try {
            Object[] options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            for (Object option : options) {
                if (option.toString().equals("DIRECT")) {
                    return (OpenOption) option;
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Writes a new file and flushes it. */
    void write(Path file, MemoryFile content) throws IOException {
        ByteBuffer pooled = buffers.poll();
        ByteBuffer buffer = pooled == null ? newBuffer() : pooled;
        try (FileChannel channel = FileChannel.open(file, options)) {
            long position = 0;
            while (content.read(buffer.clear(), position) > 0) {
                position += buffer.position();
                pad(buffer);
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            channel.truncate(content.size());
            channel.force(true);
        } finally {
            buffers.offer(buffer);
        }
    }

    /** Adds zeros up to the end of a block. */
    private void pad(ByteBuffer buffer) {
        while (buffer.position() % block != 0) {
            buffer.put((byte) 0);
        }
    }

    private ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER + block)
                .alignedSlice(block)
                .limit(BUFFER)
                .slice();
    }
}
