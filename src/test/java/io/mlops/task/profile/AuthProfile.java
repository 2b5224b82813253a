package io.mlops.task.profile;

import io.mlops.task.auth.Users;
import io.mlops.task.http.Issuer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/** Callers must authenticate: with the password of one of four users, or with a token of an OpenID Connect provider. */
public final class AuthProfile implements QuarkusTestProfile {
    /** A system property, because the application has another class loader than the profile. */
    private static final String ISSUER_KEY = "test.issuer.key";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = DefaultsProfile.directories();
        settings.put("mlops.auth.enabled", "true");
        try {
            Path users = Path.of(settings.get("mlops.data")).resolveSibling("users");
            Files.write(
                    users,
                    List.of(
                            entry("viewer", "viewer"),
                            entry("guessed", "viewer"),
                            entry("operator", "operator"),
                            entry("deputy", "operator")));
            settings.put("mlops.auth.users-file", users.toString());
            Issuer issuer = new Issuer();
            System.getProperties().put(ISSUER_KEY, issuer.key());
            settings.put("quarkus.oidc.tenant-enabled", "true");
            settings.put("quarkus.oidc.auth-server-url", issuer.url());
            settings.put("quarkus.oidc.client-id", "mlops-task");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private static String entry(String user, String role) {
        return Users.entry(user, (user + "'s password").toCharArray(), role, new SecureRandom());
    }

    public static PrivateKey issuerKey() {
        return (PrivateKey) System.getProperties().get(ISSUER_KEY);
    }
}
