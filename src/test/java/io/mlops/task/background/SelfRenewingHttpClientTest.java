package io.mlops.task.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelfRenewingHttpClientTest {
    private final SelfRenewingHttpClient client = new SelfRenewingHttpClient(Duration.ofSeconds(5), Duration.ZERO);
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        released.countDown();
        server.stop(0);
    }

    @Test
    void shouldSendAgainOnceTheThreadOfTheClientHasEnded() throws Exception {
        assertThat(send("/").get().statusCode()).isEqualTo(204);
        endThreads();
        assertThatThrownBy(() -> send("/").get()).isInstanceOf(ExecutionException.class);
        assertThat(send("/").get().statusCode()).isEqualTo(204);
    }

    @Test
    void shouldNotWaitForeverForAResponseWhoseThreadHasEnded() throws Exception {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        CompletableFuture<HttpResponse<Void>> waiting = send("/");
        endThreads();
        assertThatThrownBy(waiting::get).isInstanceOf(ExecutionException.class);
    }

    private CompletableFuture<HttpResponse<Void>> send(String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(1)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    /** As an error does: the JDK's clients end with their thread. */
    private static void endThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("HttpClient-\\d+-SelectorManager")) {
                thread.interrupt();
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }
}
