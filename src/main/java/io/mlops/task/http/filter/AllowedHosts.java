package io.mlops.task.http.filter;

import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that the service answers to: loopback names and addresses, and those of a list. A page whose name is made to
 * resolve to this machine (DNS rebinding) is not among them.
 */
final class AllowedHosts {
    static final String SETTING = "mlops.allowed-hosts";

    private static final String ANY = "*";
    private static final String LOOPBACK_NAME = "localhost";
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(?::\\d{0,5})?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private final Set<String> names = new HashSet<>();
    private final Set<InetAddress> addresses = new HashSet<>();
    private final boolean any;

    /** @throws ConfigurationException if an entry is neither a name nor an address */
    AllowedHosts(List<String> hosts) {
        this.any = hosts.contains(ANY);
        hosts.stream().filter(host -> !host.equals(ANY)).forEach(this::add);
    }

    private void add(String host) {
        String literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        InetAddress address = literal.contains(":") ? ipv6(literal.toLowerCase(Locale.ROOT)) : ipv4(literal);
        String name = address == null ? name(ascii(host)) : null;
        if (address != null) {
            addresses.add(address);
        } else if (name != null) {
            names.add(name);
        } else {
            throw new ConfigurationException(SETTING + ": "
                    + Messages.mustBe("names or addresses without a port", '"' + SafeText.excerpt(host) + '"'));
        }
    }

    /** @param authority a host with or without a port, as a client sent it */
    boolean contains(String authority) {
        Matcher parts = WITH_PORT.matcher(authority);
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1).toLowerCase(Locale.ROOT);
        boolean bracketed = host.startsWith("[");
        InetAddress address = bracketed ? ipv6(host.substring(1, host.length() - 1)) : ipv4(host);
        if (address != null) {
            return any || address.isLoopbackAddress() || addresses.contains(address);
        }
        String name = bracketed ? null : name(host);
        return name != null
                && (any || name.equals(LOOPBACK_NAME) || name.endsWith("." + LOOPBACK_NAME) || names.contains(name));
    }

    private static @Nullable InetAddress ipv4(String literal) {
        return IPV4.matcher(literal).matches() ? address(literal) : null;
    }

    private static @Nullable InetAddress ipv6(String literal) {
        return IPV6.matcher(literal).matches() ? address('[' + literal + ']') : null;
    }

    /** @param literal nothing is looked up for an IPv4 address, nor for anything in brackets */
    private static @Nullable InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Without the dot of the root; null if it is not a host name. */
    private static @Nullable String name(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return NAME.matcher(name).matches() ? name : null;
    }
}
