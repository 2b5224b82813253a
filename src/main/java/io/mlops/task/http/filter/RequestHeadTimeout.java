package io.mlops.task.http.filter;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request head takes too long: the first from the opening of the connection, the others from their
 * first byte. Used on the thread of its connection only.
 */
final class RequestHeadTimeout extends ChannelInboundHandlerAdapter {
    private final long millis;
    private int requests;
    private @Nullable Future<?> timer;

    RequestHeadTimeout(long millis) {
        this.millis = millis;
    }

    /** The head of a request has come. */
    static void headReceived(RoutingContext context) {
        if (context.request().connection() instanceof ConnectionBase connection) {
            Channel channel = connection.channel();
            RequestHeadTimeout timeout = channel.pipeline().get(RequestHeadTimeout.class);
            if (timeout != null) {
                timeout.started();
                context.addEndHandler(end -> channel.eventLoop().execute(timeout::ended));
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start(context.channel());
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (requests == 0 && timer == null) {
            start(context.channel());
        }
        ErrorBodies.addTo(context.channel());
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    void started() {
        requests++;
        cancel();
    }

    void ended() {
        requests--;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it could be closed, it is not used any more
    private void start(Channel channel) {
        timer = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
