package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.SafeText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The folders whose files a client may name. Links are resolved first, so none leads out of them. */
@Singleton
final class InputDirectories {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_LISTED = 1000;

    private final ApiConfig limits;

    /** A file that a submission may name. */
    @Schema(name = "InputFile")
    record InputFile(@Schema(examples = "ohlcv.csv") String name, long bytes) {}

    InputDirectories(ApiConfig limits) {
        this.limits = limits;
    }

    /** The same answer for what is not there and for what lies elsewhere: neither is the client's business. */
    Path resolve(String name) {
        for (Path root : limits.inputRoots()) {
            Path file = relativeTo(root, name);
            if (file != null) {
                return file;
            }
        }
        throw new ProblemException(
                ProblemDetails.Type.INVALID_INPUT,
                "input: there is no file \"" + SafeText.excerpt(name) + "\" under the input roots");
    }

    /** Whether a file that was named before still lies under a root; a link may have taken its place. */
    boolean contains(Path file) {
        return limits.inputRoots().stream().anyMatch(root -> relativeTo(root, file.toString()) != null);
    }

    /** The files that may be named, in the order of their names. */
    List<InputFile> list() throws IOException {
        Map<String, InputFile> files = new TreeMap<>();
        for (Path root : limits.inputRoots()) {
            if (Files.isDirectory(root)) {
                list(root, files);
            }
        }
        return List.copyOf(files.values());
    }

    private static void list(Path root, Map<String, InputFile> files) throws IOException {
        try (Stream<Path> below = Files.walk(root, MAX_DEPTH)) {
            List<Path> shown =
                    below.filter(InputDirectories::isVisible).limit(MAX_LISTED).toList();
            for (Path file : shown) {
                String name = root.relativize(file).toString();
                files.putIfAbsent(name, new InputFile(name, Files.size(file)));
            }
        }
    }

    private static boolean isVisible(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !file.getFileName().toString().startsWith(".");
    }

    private static @Nullable Path relativeTo(Path root, String name) {
        try {
            Path real = root.resolve(name).toRealPath();
            return real.startsWith(root.toRealPath()) && Files.isRegularFile(real) ? real : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
