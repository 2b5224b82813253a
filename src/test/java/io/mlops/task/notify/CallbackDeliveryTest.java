package io.mlops.task.notify;

import static org.assertj.core.api.Assertions.assertThat;
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
    private RunFixtures bench;

    private record Received(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.start();
        bench = RunFixtures.over(data);
        bench.work();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Test
    void shouldTellTheEndOfARunAsACloudEvent() throws Exception {
        Run run = ended("localhost");
        deliver(callbacks("localhost"));
        assertThat(callback(run.id())).matches(Callback::delivered);
        Received event = received.get(0);
        assertThat(event.body()).isEqualTo(bench.metrics(run));
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
    void shouldTellOnlyOnce() throws Exception {
        Run run = ended("localhost");
        CallbackDelivery callbacks = callbacks("localhost");
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        deliver(callbacks);
        assertThat(received).hasSize(1);
    }

    @Test
    void shouldTellOnlyOnceWhereTheDiskTakesNothing() throws Exception {
        Run run = ended("localhost");
        Files.delete(data.resolve("incoming"));
        CallbackDelivery callbacks = callbacks("localhost");
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        deliver(callbacks);
        assertThat(received).hasSize(1);
        assertThat(bench.heard.words).contains("not saved");
    }

    @Test
    void shouldTryAgainAfterGrowingPauses() throws Exception {
        status = 503;
        Run run = ended("localhost");
        CallbackDelivery callbacks = callbacks("localhost");
        deliver(callbacks);
        assertThat(callback(run.id())).matches(callback -> callback.attempts() == 1);
        deliver(callbacks);
        assertThat(received).hasSize(1);
        bench.clock.pass(Duration.ofSeconds(2));
        deliver(callbacks);
        assertThat(callback(run.id())).matches(callback -> callback.attempts() == 2);
        assertThat(callback(run.id()).nextAttempt()).isEqualTo("2026-01-31T12:00:06Z");
        assertThat(bench.heard.words).contains("callback 1 of 12 failed: status 503");
        status = 200;
        bench.clock.pass(Duration.ofSeconds(4));
        deliver(callbacks);
        assertThat(callback(run.id())).matches(Callback::delivered);
        assertThat(received).hasSize(3);
    }

    @Test
    void shouldGoOnAfterARestart() throws Exception {
        Run run = ended("localhost");
        bench.close();
        bench = RunFixtures.over(data);
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
            bench.clock.pass(Duration.ofDays(1));
        }
        assertThat(callback(run.id()).nextAttempt()).isNull();
        assertThat(bench.runs.withPendingCallbacks()).isEmpty();
    }

    @Test
    void shouldTellNobodyWhoIsNotOnTheList() throws Exception {
        Run run = ended("localhost");
        deliver(callbacks("elsewhere.example"));
        assertThat(callback(run.id())).matches(callback -> callback.attempts() == 1);
        assertThat(received).isEmpty();
        assertThat(bench.heard.words)
                .contains("callback 1 of 12 failed: localhost is not on the list of mlops.callback.allowed-hosts");
    }

    private CallbackDelivery callbacks(String host) {
        return new CallbackDelivery(bench.runs, bench.store, bench.clock, bench.heard, List.of(host), SECRET);
    }

    private Run ended(String host) throws Exception {
        String url = "http://" + host + ":" + server.getAddress().getPort() + "/hook";
        return bench.ended(bench.admission
                .submit(bench.submission("done", null, Map.of(), url))
                .run());
    }

    /** Waits until the results are recorded too: a run whose delivery is under way is not delivered again. */
    private static void deliver(CallbackDelivery callbacks) {
        callbacks.deliverDue();
        await().until(callbacks::isIdle);
    }

    private Callback callback(RunId id) {
        return bench.run(id).callback();
    }
}
