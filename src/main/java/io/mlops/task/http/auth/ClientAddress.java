package io.mlops.task.http.auth;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** The address of a client; behind a proxy that is trusted, the one that the proxy forwards. */
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;
    private static final String UNKNOWN = "unknown";

    private ClientAddress() {}

    static String of(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? UNKNOWN : host;
    }

    /** The address, or the network of an IPv6 address: each client has as many of those as it likes. */
    public static String network(HttpServerRequest request) {
        return network(of(request));
    }

    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            // in brackets, it is never looked up
            byte[] bytes = InetAddress.getByName('[' + address + ']').getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
