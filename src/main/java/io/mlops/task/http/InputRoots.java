package io.mlops.task.http;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folders whose files a client may name. Links are resolved first, so none leads out of them. */
@Singleton
final class InputRoots {
    private final ServiceLimits limits;

    InputRoots(ServiceLimits limits) {
        this.limits = limits;
    }

    /** The same answer for what is not there and for what lies elsewhere: neither is the client's business. */
    Path resolve(String name) {
        for (Path root : limits.inputRoots()) {
            Path file = under(root, name);
            if (file != null) {
                return file;
            }
        }
        throw new ProblemException(
                Problem.Kind.INVALID_INPUT,
                "input: there is no file \"" + Texts.shown(name) + "\" under the input roots");
    }

    /** Whether a file that was named before still lies under a root; a link may have taken its place. */
    boolean hold(Path file) {
        return limits.inputRoots().stream().anyMatch(root -> under(root, file.toString()) != null);
    }

    private static @Nullable Path under(Path root, String name) {
        try {
            Path real = root.resolve(name).toRealPath();
            return real.startsWith(root.toRealPath()) && Files.isRegularFile(real) ? real : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }
}
