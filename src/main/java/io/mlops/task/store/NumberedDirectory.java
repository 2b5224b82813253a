package io.mlops.task.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder whose entries are called 1, 2, 3 … with one suffix; what has a hidden name in it is unfinished. */
record NumberedDirectory(Path folder, String suffix) {
    /** Makes the folder, and deletes what a killed process left unfinished in it. */
    void prepare() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path left :
                    entries.filter(entry -> name(entry).startsWith(".")).toList()) {
                Directories.delete(left);
            }
        }
    }

    List<Integer> numbers() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(NumberedDirectory::name)
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .filter(number -> number.matches("[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    /** The highest number, or 0. */
    int last() throws IOException {
        return numbers().stream().reduce(0, Math::max);
    }

    Path entry(int number) {
        return folder.resolve(number + suffix);
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }
}
