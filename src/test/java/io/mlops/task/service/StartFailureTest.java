package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void shouldSayWhatIsWrongWithADirectory() {
        assertThat(StartFailure.sentence(new AccessDeniedException("/data"))).isEqualTo("/data: permission denied");
        assertThat(StartFailure.sentence(new NoSuchFileException("/proc/x")))
                .isEqualTo("/proc/x: does not exist, or cannot be created");
        assertThat(StartFailure.sentence(new FileSystemException("/data", null, "Read-only file system")))
                .isEqualTo("/data: Read-only file system");
        assertThat(StartFailure.sentence(new IOException("data is in use by another process")))
                .isEqualTo("data is in use by another process");
    }

    @Test
    void shouldSayThatASettingIsEmpty() {
        assertThat(StartFailure.setting(
                        "java.util.NoSuchElementException: The config property mlops.data is defined as the empty String"
                                + " (\"\") which the following Converter considered to be null: PathConverter"))
                .isEqualTo("mlops.data must not be empty");
    }

    @Test
    void shouldNameTheKindOfAnyOtherFailure() {
        assertThat(StartFailure.sentence(new IllegalStateException("x")))
                .isEqualTo("java.lang.IllegalStateException: x");
    }
}
