package io.mlops.task.mlflow;

import io.mlops.task.text.Messages;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The tracking server's address and credentials.
 *
 * @param base without a trailing slash and without credentials
 * @param authorization value of the {@code Authorization} header
 */
public record TrackingServer(URI base, Optional<String> authorization) {
    /**
     * Takes the settings of MLflow's own clients; a token takes precedence over a user, a user over the URI's credentials.
     *
     * @throws IllegalArgumentException if the URI is not http or https: a database or a directory has no REST API
     */
    public static TrackingServer of(
            String uri, Optional<String> token, Optional<String> username, Optional<String> password) {
        URI given = parse(uri.strip());
        if (given.getHost() == null || !("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
            throw new IllegalArgumentException("The tracking server's URI "
                    + Messages.mustBe("http://host or https://host", "of the scheme " + given.getScheme()));
        }
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        String path = given.getRawPath().replaceAll("/+$", "");
        Optional<String> user = username.map(name -> name + ":" + password.orElse(""))
                .or(() -> Optional.ofNullable(given.getUserInfo()));
        Optional<String> authorization =
                token.map(secret -> "Bearer " + headerValue(secret.strip())).or(() -> user.map(TrackingServer::basic));
        return new TrackingServer(URI.create(given.getScheme() + "://" + given.getHost() + port + path), authorization);
    }

    URI resolve(String path) {
        return URI.create(base + path);
    }

    /** The message of an exception would contain the URI, and so a password. */
    private static URI parse(String uri) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "The tracking server's URI is invalid: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    private static String headerValue(String secret) {
        if (!secret.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("The tracking server's token must be of printable ASCII characters");
        }
        return secret;
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the address without credentials. */
    @Override
    public String toString() {
        return base.toString();
    }
}
