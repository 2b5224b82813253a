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
 * Writes files that must be on the disk at once past the page cache, where the file system can: the kernel then allocates no
 * pages for them, and copies nothing.
 */
final class DirectFiles {
    private static final int BUFFER = 256 << 10;
    private static final int MAX_BLOCK = 64 << 10;
    private static final int MAX_BUFFERS = 8;
    private static final Set<OpenOption> BUFFERED = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Set<OpenOption> options;
    private final int block;
    /** Of our own: those that Java allocates for arrays cannot be freed by every version if they are aligned. */
    private final Queue<ByteBuffer> buffers = new ArrayBlockingQueue<>(MAX_BUFFERS);

    private DirectFiles(Set<OpenOption> options, int block) {
        this.options = options;
        this.block = block;
    }

    /** Tries whether the file system of a directory can. */
    static DirectFiles of(Path directory) throws IOException {
        long block = Files.getFileStore(directory).getBlockSize();
        OpenOption option = directOption();
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
