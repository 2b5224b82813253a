package io.mlops.task.profile;

import io.mlops.task.execution.Sha256;
import io.mlops.task.http.Issuer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.util.Map;

/** Callers must authenticate: with the password of one of two users, or with a token of an OpenID Connect provider. */
public final class AuthProfile implements QuarkusTestProfile {
    /** A system property, because the application has another class loader than the profile. */
    private static final String ISSUER_KEY = "test.issuer.key";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = DefaultsProfile.directories();
        settings.put("mlops.auth.enabled", "true");
        for (String user : new String[] {"viewer", "operator"}) {
            String hash = Sha256.digest(user + ":mlops-task:" + user + "'s password");
            settings.put("quarkus.security.users.embedded.users." + user, hash);
            settings.put("quarkus.security.users.embedded.roles." + user, user);
        }
        try {
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

    public static PrivateKey issuerKey() {
        return (PrivateKey) System.getProperties().get(ISSUER_KEY);
    }
}
