package io.mlops.task.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** An OpenID Connect provider as far as a service needs one that checks bearer tokens: its description and its key. */
public final class Issuer {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys = newKeys();
    private final String url;

    public Issuer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        serve(server, "/.well-known/openid-configuration", """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize", "subject_types_supported": ["public"],
                 "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
                """.formatted(url));
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        serve(server, "/keys", """
                {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": "%s", "e": "%s"}]}
                """.formatted(number(key.getModulus()), number(key.getPublicExponent())));
        server.start();
    }

    public String url() {
        return url;
    }

    public PrivateKey key() {
        return keys.getPrivate();
    }

    /** @param group what the token says of its bearer */
    public static String token(String issuer, PrivateKey key, String group, Instant expires) {
        return token(issuer, key, group, expires, "mlops-task");
    }

    public static String token(String issuer, PrivateKey key, String group, Instant expires, String audience) {
        return signed(
                key,
                "{\"iss\": \"%s\", \"sub\": \"ann\", \"aud\": \"%s\", \"iat\": %d, \"exp\": %d, \"groups\": [\"%s\"]}"
                        .formatted(issuer, audience, expires.getEpochSecond() - 3600, expires.getEpochSecond(), group));
    }

    /**
     * A token of an operator for ten minutes.
     *
     * @param name as in a JSON string
     */
    public static String operator(String issuer, PrivateKey key, String name) {
        Instant now = Instant.now();
        return signed(
                key,
                "{\"iss\": \"%s\", \"sub\": \"1\", \"preferred_username\": \"%s\", \"aud\": \"mlops-task\", \"iat\": %d, \"exp\": %d, \"groups\": [\"operator\"]}"
                        .formatted(issuer, name, now.getEpochSecond(), now.getEpochSecond() + 600));
    }

    private static String signed(PrivateKey key, String json) {
        String head = encoded("{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"1\"}");
        String claims = encoded(json);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
            return head + "." + claims + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String unsigned(String issuer, String group) {
        return encoded("{\"alg\": \"none\"}") + "."
                + encoded("{\"iss\": \"" + issuer + "\", \"sub\": \"ann\", \"exp\": 99999999999, \"groups\": [\""
                        + group + "\"]}")
                + ".";
    }

    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(HttpServer server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
