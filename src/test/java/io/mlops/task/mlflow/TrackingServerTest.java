package io.mlops.task.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingServerTest {
    private static TrackingServer at(String uri) {
        return TrackingServer.of(uri, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:5000, http://127.0.0.1:5000/x",
        "http://mlflow:5000/, http://mlflow:5000/x",
        "https://example.com/mlflow/, https://example.com/mlflow/x"
    })
    void shouldResolveACallAgainstTheServersPath(String uri, String expected) {
        assertThat(at(uri).resolve("/x")).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:///mlflow.db", "file:/tmp/mlruns", "./mlruns", "databricks"})
    void shouldRejectAServerWithoutRestApi(String uri) {
        assertThatThrownBy(() -> at(uri)).hasMessageContaining("must be http://host or https://host");
    }

    @Test
    void shouldPreferATokenToAUserAndAUserToTheUris() {
        String uri = "http://ann:secret@host";
        Optional<String> user = Optional.of("bob");
        Optional<String> password = Optional.of("pw");
        assertThat(TrackingServer.of(uri, Optional.of("abc"), user, password).authorization())
                .hasValue("Bearer abc");
        assertThat(TrackingServer.of(uri, Optional.empty(), user, password).authorization())
                .hasValue("Basic Ym9iOnB3");
        assertThat(at(uri).authorization()).hasValue("Basic YW5uOnNlY3JldA==");
        assertThat(at("http://host").authorization()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ci:p^ss@mlflow:5000", "http://ci:p%zzss@mlflow:5000", "http://ci:p ss@mlflow:5000"})
    void shouldNotShowThePasswordOfAnInvalidUri(String uri) {
        assertThatThrownBy(() -> at(uri))
                .hasMessageStartingWith("The tracking server's URI is invalid")
                .hasMessageNotContaining("ss@");
    }

    @Test
    void shouldStripATokenAndNotShowAnInvalidOne() {
        Optional<String> none = Optional.empty();
        assertThat(TrackingServer.of("http://host", Optional.of("abc\r\n"), none, none)
                        .authorization())
                .hasValue("Bearer abc");
        assertThatThrownBy(() -> TrackingServer.of("http://host", Optional.of("se\ncret"), none, none))
                .hasMessageContaining("printable ASCII")
                .hasMessageNotContaining("cret");
    }

    @Test
    void shouldNotShowCredentials() {
        assertThat(at("http://ann:secret@host")).hasToString("http://host");
    }
}
