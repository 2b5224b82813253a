package io.mlops.task.execution;

import io.mlops.task.text.Messages;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the input of a job is. */
@FunctionalInterface
public interface InputFile {

    /**
     * Opens it for reading. What is there may be another file at each call; a job opens it once.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws FileSystemException if it is nothing to read from; the reason says what it is
     */
    FileChannel open() throws IOException;

    /** A file or a pipe of this machine; links are followed. */
    static InputFile of(Path path) {
        return new Local(path);
    }

    /** Standard input. */
    static InputFile standardInput() {
        return StandardInput.STREAM;
    }

    /** Not a lambda: a batch run would load the classes that lambdas need. */
    record Local(Path path) implements InputFile {
        @Override
        public FileChannel open() throws IOException {
            if (Files.isDirectory(path)) {
                throw new FileSystemException(path.toString(), null, Messages.mustBe("a CSV file", "a directory"));
            }
            return FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    /** A constant, as the other is no lambda. */
    enum StandardInput implements InputFile {
        STREAM;

        @Override
        public FileChannel open() {
            return new FileInputStream(FileDescriptor.in).getChannel();
        }
    }
}
