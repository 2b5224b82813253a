package io.mlops.task.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.http.RawConnection;
import io.mlops.task.http.Service;
import io.mlops.task.profile.AdverseConditionsProfile;
import io.mlops.task.profile.Certificate;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AdverseConditionsProfile.class)
class TlsTest {
    @TestHTTPResource(tls = true)
    URL https;

    @ConfigProperty(name = "mlops.tls-certificate")
    Path certificate;

    @Test
    void shouldSpeakHttp2WithTls() throws Exception {
        HttpResponse<String> response = send(request("/runs").GET());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRejectInHttp2WithoutAConnectionHeader() throws Exception {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"input\": \"absent.csv\"}");
        HttpRequest.Builder submission = request("/runs").header("Content-Type", "application/json");
        assertRejected(
                403, submission.copy().header("Sec-Fetch-Site", "cross-site").POST(body));
        assertRejected(405, request("/health").POST(body));
        assertRejected(404, request("/nothing").GET());
        assertRejected(
                413,
                request("/runs")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                new byte[AdverseConditionsProfile.MAX_BODY_BYTES + 1])));
        assertRejected(422, submission.copy().POST(body));
    }

    private void assertRejected(int status, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = send(request);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().map()).doesNotContainKeys("connection", "keep-alive", "transfer-encoding");
        assertThat(response.headers().firstValue("content-type")).hasValue(Service.PROBLEM);
    }

    @Test
    void shouldRespondToEveryConnectInHttp2() throws Exception {
        try (Http2Socket socket = Http2Socket.open(tlsSocket())) {
            Set<Integer> streams = new TreeSet<>();
            for (int stream = 1; stream < 180; stream += 2) {
                socket.connect(stream, "localhost");
                streams.add(stream);
            }
            socket.get(181, "/runs", "localhost");
            streams.add(181);
            assertThat(socket.ended(streams.size())).isEqualTo(streams);
        }
    }

    @Test
    void shouldRejectAnotherHostInHttp2() throws Exception {
        try (Http2Socket socket = Http2Socket.open(tlsSocket())) {
            socket.get(1, "/runs", "evil.example");
            assertThat(socket.ended(1)).containsExactly(1);
            assertThat(socket.received()).contains("/problems/misdirected-request");
        }
    }

    @Test
    void shouldNotSpeakHttp2WithoutTls() throws IOException {
        assertThat(RawConnection.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"))
                .startsWith("HTTP/2.0 400 ");
        try (RawConnection connection = RawConnection.open(
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")) {
            assertThat(connection.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + https.getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        SSLContext trusting = Certificate.trusting(certificate);
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private SSLSocket tlsSocket() throws Exception {
        SSLSocket socket = (SSLSocket)
                Certificate.trusting(certificate).getSocketFactory().createSocket("localhost", https.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        return socket;
    }
}
