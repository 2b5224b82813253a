package io.mlops.task.mlflow;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where the tracking server is and what it is shown to let us in.
 *
 * @param base without a slash at its end, and without credentials
 * @param authorization the header's value
 */
public record TrackingServer(URI base, Optional<String> authorization) {
    /**
     * Of the settings that MLflow's own clients have; a token goes before a user, a user before what stands in the URI.
     *
     * @throws IllegalArgumentException where the URI is no http or https one: a database or a folder has no REST API
     */
    public static TrackingServer of(
            String uri, Optional<String> token, Optional<String> username, Optional<String> password) {
        URI given = URI.create(uri.strip());
        if (given.getHost() == null || !("http".equals(given.getScheme()) || "https".equals(given.getScheme()))) {
            throw new IllegalArgumentException("The tracking server's URI has the scheme " + given.getScheme()
                    + "; wanted http://host or https://host");
        }
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        String path = given.getRawPath().replaceAll("/+$", "");
        Optional<String> user = username.map(name -> name + ":" + password.orElse(""))
                .or(() -> Optional.ofNullable(given.getUserInfo()));
        Optional<String> authorization =
                token.map(secret -> "Bearer " + secret).or(() -> user.map(TrackingServer::basic));
        return new TrackingServer(URI.create(given.getScheme() + "://" + given.getHost() + port + path), authorization);
    }

    URI at(String path) {
        return URI.create(base + path);
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Without what lets us in. */
    @Override
    public String toString() {
        return base.toString();
    }
}
