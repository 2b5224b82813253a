package io.mlops.task.store;

import io.mlops.task.run.StoredFile;
import io.mlops.task.text.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular file below an input root. A user with write access there may replace it, or a directory above it,
 * by a link to any file that the service can read; so it is opened from the root downwards, one directory at a time, and no
 * link is followed.
 *
 * @param roots the input roots; these may be links
 * @param path absolute and without links, as it was when the run was submitted
 */
record RootedFile(List<Path> roots, Path path) implements StoredFile {
    private static final OpenWithTimeout OPENING = new OpenWithTimeout(Duration.ofSeconds(5));
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** What to do with the file once its directory is open. */
    private interface Action<T> {
        T apply(BasicFileAttributes attributes, Opening<SeekableByteChannel> opening) throws IOException;
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public @Nullable Attributes attributes() throws IOException {
        try {
            return find((file, opening) ->
                    new Attributes(file.size(), file.lastModifiedTime().toInstant()));
        } catch (FileSystemException e) {
            return null;
        }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        FileChannel channel = openChannel();
        return LocalFile.range(Channels.newInputStream(channel), offset, length);
    }

    /**
     * @throws java.nio.file.NoSuchFileException if it is gone
     * @throws FileSystemException if it is no longer a regular file below a root; the reason says what it is
     */
    FileChannel openChannel() throws IOException {
        return (FileChannel) OPENING.open(name(), () -> find((file, opening) -> opening.open()));
    }

    private <T> T find(Action<T> action) throws IOException {
        for (Path root : roots) {
            Path real = Files.exists(root) ? root.toRealPath() : root;
            if (path.startsWith(real)) {
                try (DirectoryStream<Path> directory = Files.newDirectoryStream(real)) {
                    return directory instanceof SecureDirectoryStream<Path> secure
                            ? find(secure, real.relativize(path), action)
                            : findByPath(action);
                }
            }
        }
        throw unreadable("below an input root", "elsewhere");
    }

    private <T> T find(SecureDirectoryStream<Path> directory, Path rest, Action<T> action) throws IOException {
        Path name = rest.getName(0);
        BasicFileAttributes attributes = directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (rest.getNameCount() == 1) {
            requireRegular(attributes);
            return action.apply(attributes, () -> notLinked(() -> directory.newByteChannel(name, READ)));
        }
        if (!attributes.isDirectory()) {
            throw unreadable("below directories", "below " + kind(attributes));
        }
        try (SecureDirectoryStream<Path> next =
                notLinked(() -> directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS))) {
            return find(next, rest.subpath(1, rest.getNameCount()), action);
        }
    }

    /** Opens what was no link just before. The JDK has no exception of its own for one that took its place. */
    private <T> T notLinked(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (FileSystemException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable("a regular file", "replaced by a link: " + e.getMessage());
        }
    }

    /** On platforms without {@code openat}: checks the directories above before and after. */
    private <T> T findByPath(Action<T> action) throws IOException {
        requireNoLinks();
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        requireRegular(attributes);
        return action.apply(attributes, () -> {
            FileChannel channel = FileChannel.open(path, READ);
            try {
                requireNoLinks();
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        });
    }

    private void requireNoLinks() throws IOException {
        if (!path.toRealPath().equals(path)) {
            throw unreadable("a regular file", "a link");
        }
    }

    private void requireRegular(BasicFileAttributes attributes) throws FileSystemException {
        if (!attributes.isRegularFile()) {
            throw unreadable("a regular file", kind(attributes));
        }
    }

    private static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a link";
        }
        return attributes.isDirectory() ? "a directory" : attributes.isRegularFile() ? "a file" : "a pipe or a device";
    }

    private FileSystemException unreadable(String expected, String actual) {
        return new FileSystemException(path.toString(), null, Messages.mustBe(expected, actual));
    }
}
