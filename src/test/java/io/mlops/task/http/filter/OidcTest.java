package io.mlops.task.http.filter;

import static io.restassured.RestAssured.given;

import io.mlops.task.http.Issuer;
import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OidcTest.WithIssuer.class)
class OidcTest {
    private static final String URL = "test.issuer";

    /** Bearer tokens of an issuer that runs beside, by configuration alone. */
    public static final class WithIssuer implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Issuer issuer = new Issuer();
                // The test's class is loaded once more for the application: only a property is seen by both.
                System.setProperty(URL, issuer.url());
                System.getProperties().put(URL + ".key", issuer.key());
                Map<String, String> settings = Service.settings();
                settings.put("mlops.auth.enabled", "true");
                settings.put("quarkus.oidc.tenant-enabled", "true");
                settings.put("quarkus.oidc.auth-server-url", issuer.url());
                settings.put("quarkus.oidc.client-id", "mlops-task");
                return settings;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification as(String group) {
        PrivateKey key = (PrivateKey) System.getProperties().get(URL + ".key");
        return with(
                Issuer.token(System.getProperty(URL), key, group, Instant.now().plusSeconds(600)));
    }

    private static RequestSpecification upload(RequestSpecification request) {
        return request.multiPart("file", "data.csv", Service.CSV).multiPart("window", "2");
    }

    @Test
    void shouldAskForAToken() {
        given().get("/runs").then().statusCode(401).contentType(Service.PROBLEM);
    }

    @Test
    void shouldGiveEachTheRoleThatTheirTokenSays() {
        as("viewer").get("/runs").then().statusCode(200);
        upload(as("viewer")).post("/runs").then().statusCode(403).contentType(Service.PROBLEM);
        upload(as("operator")).post("/runs").then().statusCode(202);
        as("somebody").get("/runs").then().statusCode(403);
    }

    @Test
    void shouldRefuseTokensThatAreNotTheIssuers() {
        String issuer = System.getProperty(URL);
        PrivateKey key = (PrivateKey) System.getProperties().get(URL + ".key");
        Instant later = Instant.now().plusSeconds(600);
        for (String token : new String[] {
            Issuer.token(issuer, Issuer.newKeys().getPrivate(), "operator", later),
            Issuer.token("http://elsewhere.example", key, "operator", later),
            Issuer.token(issuer, key, "operator", Instant.now().minusSeconds(600)),
            Issuer.unsigned(issuer, "operator"),
            "nonsense",
        }) {
            with(token).get("/runs").then().statusCode(401);
        }
    }
}
