package io.mlops.task.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class UsersTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] PASSWORD = "correct hörse".toCharArray();

    /** "correct hörse", by the bcrypt library of Python. */
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuucdhP68LsELyZ0HhHUwHIfvd1ssaib7G";

    @Test
    void shouldReadWhatItWrites() {
        String entry = Users.entry("ann", PASSWORD, "operator", RANDOM);
        assertThat(entry).matches("ann:\\$2a\\$12\\$[./A-Za-z0-9]{53}:operator");

        Users users = Users.parse(List.of("", "# a comment", "  " + entry + "  "));
        assertThat(users.contains("ann")).isTrue();
        assertThat(users.find("ann").role()).isEqualTo("operator");
        assertThat(users.find("ann").hash().matches(PASSWORD)).isTrue();
        assertThat(users.find("ann").hash().matches("correct horse".toCharArray()))
                .isFalse();
        assertThat(users.find("bob")).isNull();
    }

    @Test
    void shouldSaltEveryHash() {
        assertThat(Users.entry("ann", PASSWORD, "viewer", RANDOM))
                .isNotEqualTo(Users.entry("ann", PASSWORD, "viewer", RANDOM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "y"})
    void shouldReadTheHashesOfOtherPrograms(String letter) {
        String entry = "ann:" + HASH.replace("$2y$", "$2" + letter + "$") + ":viewer";
        assertThat(Users.parse(List.of(entry)).find("ann").hash().matches(PASSWORD))
                .isTrue();
    }

    @Test
    void shouldNotTakeAPasswordOfWhichBcryptIgnoresTheEnd() {
        char[] longest = "x".repeat(72).toCharArray();
        Users users = Users.parse(List.of(Users.entry("ann", longest, "viewer", RANDOM)));
        assertThat(users.find("ann").hash().matches(longest)).isTrue();
        assertThat(users.find("ann").hash().matches("x".repeat(73).toCharArray()))
                .isFalse();
        assertThat(users.find("ann").hash().matches(("x".repeat(72) + "\0").toCharArray()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann                | must be NAME:BCRYPT-HASH:ROLE, was 1 fields",
                "ann:HASH           | must be NAME:BCRYPT-HASH:ROLE, was 2 fields",
                "ann:secret:viewer  | must be a bcrypt hash ($2b$…, of 60 characters), was 6 other characters",
                "ann:HASH:admin     | the role must be viewer or operator, was \"admin\"",
                "a n:HASH:viewer    | the user's name must be 1 to 64 letters, digits or characters of @._+-, was \"a n\"",
                ":HASH:viewer       | the user's name must be 1 to 64 letters, digits or characters of @._+-, was \"\"",
                "bob:HASH:viewer    | user bob has an entry already"
            })
    void shouldNameTheLineThatIsNoEntry(String line, String message) {
        List<String> lines = List.of("bob:" + HASH + ":viewer", "", line.replace("HASH", HASH));
        assertThatThrownBy(() -> Users.parse(lines)).hasMessage("line 3: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"05", "09", "15", "31"})
    void shouldRejectHashesThatAreTooFastOrTooSlow(String cost) {
        List<String> lines = List.of("ann:" + HASH.replace("$10$", "$" + cost + "$") + ":viewer");
        assertThatThrownBy(() -> Users.parse(lines))
                .hasMessageContaining("the cost of the bcrypt hash must be between 10 and 14, was ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "seven 7"})
    void shouldRejectShortPasswords(String password) {
        assertThatThrownBy(() -> Users.entry("ann", password.toCharArray(), "viewer", RANDOM))
                .hasMessageStartingWith("the password must be at least 8 characters and at most 72 bytes long, was ");
    }
}
