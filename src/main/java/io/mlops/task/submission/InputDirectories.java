package io.mlops.task.submission;

import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directories that server-side inputs may be in: callers name a file by its path relative to one of them. */
public record InputDirectories(List<Path> roots) {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_LISTED = 1000;

    /** A file that a submission may name. */
    public record InputFile(String name, long bytes) {}

    /** A file as a run stores it: its path without links. */
    record ResolvedFile(Path path, long bytes) {}

    /** @throws SubmissionException if the file does not exist or is elsewhere; both with the same message */
    ResolvedFile resolve(String name) {
        for (Path root : roots) {
            ResolvedFile file = find(root, name);
            if (file != null) {
                return file;
            }
        }
        throw new SubmissionException(
                SubmissionException.Reason.INVALID_INPUT,
                "input: there is no file \"" + SafeText.excerpt(name) + "\" under the input roots");
    }

    /** Returns the files that may be named, by name. */
    public List<InputFile> list() throws IOException {
        Map<String, InputFile> files = new TreeMap<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                list(root, files);
            }
        }
        return List.copyOf(files.values());
    }

    private static void list(Path root, Map<String, InputFile> files) throws IOException {
        try (Stream<Path> tree = Files.walk(root, MAX_DEPTH)) {
            List<Path> visible =
                    tree.filter(InputDirectories::isVisible).limit(MAX_LISTED).toList();
            for (Path file : visible) {
                String name = root.relativize(file).toString();
                files.putIfAbsent(name, new InputFile(name, Files.size(file)));
            }
        }
    }

    private static boolean isVisible(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !file.getFileName().toString().startsWith(".");
    }

    private static @Nullable ResolvedFile find(Path root, String name) {
        try {
            Path real = root.resolve(name).toRealPath();
            BasicFileAttributes file = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return real.startsWith(root.toRealPath()) && file.isRegularFile()
                    ? new ResolvedFile(real, file.size())
                    : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
