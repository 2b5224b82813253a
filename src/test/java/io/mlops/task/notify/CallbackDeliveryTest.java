package io.mlops.task.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mlops.task.run.Callback;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunFixtures;
import io.mlops.task.run.RunId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackDeliveryTest {
    private static final String SECRET = "shared";

    @TempDir
    Path data;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private HttpServer server;
    private RunFixtures fixtures;

    private record Received(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::respond);
        server.start();
        fixtures = RunFixtures.over(data);
        fixtures.work();
    }

    @AfterEach
    void close() throws Exception {
        fixtures.close();
        server.stop(0);
    }

    private void respond(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Test
    void shouldDeliverTheEndOfARunAsACloudEvent() throws Exception {
        Run run = ended("localhost");
        deliver(callbacks("localhost"));
        assertThat(callback(run.id())).matches(Callback::delivered);
        Received event = received.get(0);
        assertThat(event.body()).isEqualTo(fixtures.metrics(run));
        assertThat(event.header("Content-type")).isEqualTo("application/json");
        assertThat(event.header("Ce-specversion")).isEqualTo("1.0");
        assertThat(event.header("Ce-id")).isEqualTo(run.id() + "-ended");
        assertThat(event.header("Ce-source")).isEqualTo("/runs/" + run.id());
        assertThat(event.header("Ce-type")).isEqualTo("io.mlops.task.run.succeeded");
        assertThat(event.header("Ce-time")).isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void shouldSignTheBody() throws Exception {
        Run run = ended("localhost");
        deliver(callbacks("localhost"));
        assertThat(callback(run.id())).matches(Callback::delivered);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] hmac = mac.doFinal(received.get(0).body().getBytes(StandardCharsets.UTF_8));
        assertThat(received.get(0).header("X-signature-256"))
                .isEqualTo("sha256=" + HexFormat.of().formatHex(hmac));
    }

    @Test
    void shouldDeliverOnlyOnce() throws Exception {
        Run run = ended("localhost");
        CallbackDelivery callbacks = callbacks("localhost");
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        deliver(callbacks);
        assertThat(received).hasSize(1);
    }

    @Test
    void shouldDeliverAfterAnError() throws Exception {
        Run run = ended("localhost");
        CallbackDelivery callbacks = callbacks("localhost");
        fixtures.failing.fail("metrics", 1);
        assertThatThrownBy(callbacks::deliverDue).isInstanceOf(OutOfMemoryError.class);
        assertThat(callbacks.isIdle()).isTrue();
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        assertThat(received).hasSize(1);
    }

    @Test
    void shouldDeliverOnlyOnceIfTheDiskIsFull() throws Exception {
        Run run = ended("localhost");
        Files.delete(data.resolve("incoming"));
        CallbackDelivery callbacks = callbacks("localhost");
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        deliver(callbacks);
        assertThat(received).hasSize(1);
        assertThat(fixtures.listener.events).contains("not saved");
    }

    @Test
    void shouldRetryAfterGrowingPauses() throws Exception {
        status = 503;
        Run run = ended("localhost");
        CallbackDelivery callbacks = callbacks("localhost");
        deliver(callbacks);
        assertThat(callback(run.id())).matches(callback -> callback.attempts() == 1);
        deliver(callbacks);
        assertThat(received).hasSize(1);
        fixtures.clock.pass(Duration.ofSeconds(2));
        deliver(callbacks);
        assertThat(callback(run.id())).matches(callback -> callback.attempts() == 2);
        assertThat(callback(run.id()).nextAttempt()).isEqualTo("2026-01-31T12:00:06Z");
        assertThat(fixtures.listener.events).contains("callback 1 of 12 failed: status 503");
        status = 200;
        fixtures.clock.pass(Duration.ofSeconds(4));
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        assertThat(received).hasSize(3);
    }

    @Test
    void shouldContinueAfterARestart() throws Exception {
        Run run = ended("localhost");
        fixtures.close();
        fixtures = RunFixtures.over(data);
        deliver(callbacks("localhost"));
        assertThat(callback(run.id())).matches(Callback::delivered);
        assertThat(received).hasSize(1);
    }

    @Test
    void shouldGiveUpInTheEnd() throws Exception {
        status = 500;
        Run run = ended("localhost");
        CallbackDelivery callbacks = callbacks("localhost");
        for (int attempt = 1; attempt <= 12; attempt++) {
            int tried = attempt;
            deliver(callbacks);
            assertThat(callback(run.id())).matches(callback -> callback.attempts() == tried);
            fixtures.clock.pass(Duration.ofDays(1));
        }
        assertThat(callback(run.id()).nextAttempt()).isNull();
        assertThat(fixtures.runs.withPendingCallbacks()).isEmpty();
    }

    @Test
    void shouldDeliverNothingToAHostThatIsNotAllowed() throws Exception {
        Run run = ended("localhost");
        deliver(callbacks("elsewhere.example"));
        assertThat(callback(run.id())).matches(callback -> callback.attempts() == 1);
        assertThat(received).isEmpty();
        assertThat(fixtures.listener.events)
                .contains("callback 1 of 12 failed: localhost is not on the list of mlops.callback.allowed-hosts");
    }

    private CallbackDelivery callbacks(String host) {
        return new CallbackDelivery(
                fixtures.runs, fixtures.store, fixtures.clock, fixtures.listener, List.of(host), SECRET);
    }

    private Run ended(String host) throws Exception {
        String url = "http://" + host + ":" + server.getAddress().getPort() + "/hook";
        return fixtures.ended(fixtures.admission
                .submit(fixtures.submission("done", null, Map.of(), url))
                .run());
    }

    /** Waits until the results are recorded too: a run whose delivery is under way is not delivered again. */
    private static void deliver(CallbackDelivery callbacks) {
        callbacks.deliverDue();
        await().until(callbacks::isIdle);
    }

    private Callback callback(RunId id) {
        return fixtures.run(id).callback();
    }
}
