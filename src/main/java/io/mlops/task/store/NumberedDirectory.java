package io.mlops.task.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A directory whose entries are named 1, 2, 3 … with one suffix; an entry with a hidden name is incomplete. */
record NumberedDirectory(Path path, String suffix) {
    /** Creates the directory, and deletes incomplete entries of a killed process. */
    void prepare() throws IOException {
        Files.createDirectories(path);
        try (Stream<Path> entries = Files.list(path)) {
            for (Path incomplete :
                    entries.filter(entry -> name(entry).startsWith(".")).toList()) {
                Directories.delete(incomplete);
            }
        }
    }

    List<Integer> numbers() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(NumberedDirectory::name)
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .filter(number -> number.matches("[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
    }

    Path entry(int number) {
        return path.resolve(number + suffix);
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }
}
