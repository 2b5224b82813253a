package io.mlops.task.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::, 20010db800010002",
        "2001:db8:1:3::1, 20010db800010003",
        "::1, 0000000000000000",
        "::ffff:192.0.2.7, c0000207",
        "not:an:address, not:an:address",
        "not.an.address, not.an.address",
        "unknown, unknown"
    })
    void shouldTakeTheNetworkOfAnIpv6AddressForAllItsAddresses(String address, String network) {
        assertThat(ClientAddress.network(address)).isEqualTo(network);
    }
}
