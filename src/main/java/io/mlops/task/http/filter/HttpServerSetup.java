package io.mlops.task.http.filter;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What the web framework has no setting for: no HTTP/2 without TLS, which no browser speaks, and a time limit for heads. */
@Singleton
public final class HttpServerSetup implements HttpServerOptionsCustomizer {
    private static volatile Duration headTimeout = Duration.ofMinutes(1);

    private final RequestConfig config;

    HttpServerSetup(RequestConfig config) {
        this.config = config;
    }

    /**
     * Enables the time limit for heads and the bodies of errors that the HTTP parser finds. To be called before the process
     * opens its first connection, when Netty looks for extensions.
     */
    public static void enableNettyExtensions() {
        System.setProperty(ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
        headTimeout = config.requestHeadTimeout();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        headTimeout = config.requestHeadTimeout();
    }

    /** Found by Netty as a service; it has no other way to reach a connection before its first request. */
    public static final class HeadTimeoutExtension extends ChannelInitializerExtension {
        @Override
        public void postInitializeServerChildChannel(Channel channel) {
            channel.pipeline().addFirst(new RequestHeadTimeout(headTimeout.toMillis()));
        }
    }
}
