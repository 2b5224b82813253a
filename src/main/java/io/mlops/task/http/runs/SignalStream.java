package io.mlops.task.http.runs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * Bytes that a thread of their own makes while they are sent: no faster than the client takes them. If they cannot be made
 * to their end, the connection is closed, so that a client does not take a part for the whole.
 */
final class SignalStream {
    /** A client that takes nothing for as long is given up. */
    private static final int STALL_SECONDS = 30;

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<ServerHttpResponse> response = new CompletableFuture<>();

    /** Writes all bytes to a stream. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws Exception;
    }

    /**
     * Starts to make the bytes, and waits for the first of them.
     *
     * @throws Exception what the source throws before it has written any
     */
    static SignalStream start(Source source, ExecutorService threads) throws Exception {
        SignalStream stream = new SignalStream();
        threads.execute(() -> stream.make(source));
        try {
            stream.started.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return stream;
    }

    private void make(Source source) {
        try {
            source.writeTo(new Sender());
            started.complete(null);
            ServerHttpResponse sent = response.get(STALL_SECONDS, TimeUnit.SECONDS);
            sent.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            fail(e);
        }
    }

    private void fail(Throwable reason) {
        if (!started.completeExceptionally(reason)) {
            ServerHttpResponse unfinished = response.getNow(null);
            if (unfinished != null) {
                unfinished.reset();
            }
        }
    }

    /** Sends what is made to a client from now on. */
    void sendTo(ServerHttpResponse client) {
        client.setChunked(true);
        response.complete(client);
    }

    private final class Sender extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            started.complete(null);
            byte[] block = from == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
            try {
                ServerHttpResponse client = response.get(STALL_SECONDS, TimeUnit.SECONDS);
                if (client.closed()) {
                    throw new IOException("the client has gone");
                }
                client.write(block).toCompletableFuture().get(STALL_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException("the client has gone", e.getCause());
            } catch (TimeoutException e) {
                throw new IOException("the client took nothing for " + STALL_SECONDS + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
