package io.mlops.task.http.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private static final AllowedHosts HOSTS =
            new AllowedHosts(List.of("mlops.example.com", "10.1.2.3", "2001:db8::1", "[2001:db8::2]", "büro.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "localhost.",
                "localhost:",
                "app.localhost:1",
                "127.0.0.1",
                "127.1.2.3:8080",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "[::FFFF:7f00:1]",
            })
    void shouldContainLoopbackNamesAndAddresses(String authority) {
        assertThat(new AllowedHosts(List.of()).contains(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlops.example.com",
                "MLOPS.Example.Com.:443",
                "10.1.2.3:8000",
                "[2001:db8:0::1]:80",
                "[2001:DB8::2]",
                "xn--bro-hoa.example",
            })
    void shouldContainWhatTheListNames(String authority) {
        assertThat(HOSTS.contains(authority)).isTrue();
        assertThat(new AllowedHosts(List.of()).contains(authority)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ":8080",
                "evil.example",
                "localhost.evil.example",
                "evillocalhost",
                "localhost..",
                ".localhost",
                "localhost:80:80",
                "localhost:http",
                "localhost:123456",
                "localhost@evil.example",
                "localhost evil.example",
                "localhost,evil.example",
                "localhost/",
                "localhost\\.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io",
                "127.1",
                "127.0.0.256",
                "127.0.0.01",
                "0x7f.0.0.1",
                "2130706433",
                "0.0.0.0",
                "10.1.2.4",
                "[::]",
                "[::2]",
                "[::1",
                "::1",
                "[::1]evil.example",
                "[::1%25lo]",
                "[127.0.0.1]",
                "[localhost]",
                "[.:]",
                "büro.example",
                "sub.mlops.example.com",
                "mlops.example.com.evil.example",
                "*",
            })
    void shouldContainNothingElse(String authority) {
        assertThat(HOSTS.contains(authority)).isFalse();
    }

    @Test
    void shouldContainEveryHostIfTold() {
        AllowedHosts any = new AllowedHosts(List.of("*"));
        assertThat(List.of("evil.example", "10.0.0.1:80", "[2001:db8::9]")).allMatch(any::contains);
        assertThat(List.of("", "a b", "[x]")).noneMatch(any::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlops:8080", "http://mlops", "*.example.com", "a b", "[::1]:80", "", "1::2::3"})
    void shouldNameAnEntryThatIsNoHost(String entry) {
        assertThatThrownBy(() -> new AllowedHosts(List.of(entry)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("mlops.allowed-hosts: must be names or addresses without a port, was \"" + entry + '"');
    }
}
