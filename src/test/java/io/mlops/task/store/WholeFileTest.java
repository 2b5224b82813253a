package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void shouldShowNothingBeforeTheCommit() throws Exception {
        Path place = Files.writeString(folder.resolve("file"), "old");
        try (WholeFile file = WholeFile.begin(place)) {
            file.append(NEW);
            assertThat(place).hasContent("old");
            file.commit();
            assertThat(place).hasContent("new");
        }
    }

    @Test
    void shouldLeaveWhatWasThereWithoutACommit() throws Exception {
        Path place = Files.writeString(folder.resolve("file"), "old");
        try (WholeFile file = WholeFile.begin(place)) {
            file.append(NEW);
        }
        assertThat(place).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void shouldMakeTheFolderToo() throws Exception {
        Path place = folder.resolve("a/b/file");
        WholeFile.write(place, NEW);
        assertThat(place).hasContent("new");
    }

    @Test
    void shouldWriteThroughALink() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        WholeFile.write(link, NEW);
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void shouldWriteToADeviceAsItIs() throws Exception {
        WholeFile.write(Path.of("/dev/null"), NEW);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }
}
