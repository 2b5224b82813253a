package io.mlops.task.http.auth;

import static io.restassured.RestAssured.given;

import io.mlops.task.http.Issuer;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AuthProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.security.PrivateKey;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class OidcTest {
    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    String issuer;

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private RequestSpecification as(String group) {
        return with(Issuer.token(
                issuer, AuthProfile.issuerKey(), group, Instant.now().plusSeconds(600)));
    }

    @Test
    void shouldRejectCallersWithoutAToken() {
        given().get("/runs").then().statusCode(401).contentType(Service.PROBLEM);
    }

    @Test
    void shouldTakeTheRoleFromTheToken() {
        as("viewer").get("/runs").then().statusCode(200);
        Service.sizedUpload(as("viewer")).post("/runs").then().statusCode(403).contentType(Service.PROBLEM);
        Service.sizedUpload(as("operator")).post("/runs").then().statusCode(202);
        as("somebody").get("/runs").then().statusCode(403);
    }

    @Test
    void shouldRejectInvalidTokens() {
        PrivateKey key = AuthProfile.issuerKey();
        Instant later = Instant.now().plusSeconds(600);
        for (String token : new String[] {
            Issuer.token(issuer, Issuer.newKeys().getPrivate(), "operator", later),
            Issuer.token("http://elsewhere.example", key, "operator", later),
            Issuer.token(issuer, key, "operator", Instant.now().minusSeconds(600)),
            Issuer.token(issuer, key, "operator", later, "another-service"),
            Issuer.unsigned(issuer, "operator"),
            "nonsense",
        }) {
            with(token).get("/runs").then().statusCode(401);
        }
    }
}
