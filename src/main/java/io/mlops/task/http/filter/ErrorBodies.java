package io.mlops.task.http.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.http.problem.ProblemDetails;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;

/**
 * Adds the problem to rejections that the HTTP parser of HTTP/1 sends before there is a request to route: of a request line or
 * a head that is too long, and of a target that is no URI.
 */
final class ErrorBodies extends ChannelOutboundHandlerAdapter {
    /** The name that Vert.x gives to its encoder of responses. */
    private static final String ENCODER = "httpEncoder";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Integer, ProblemDetails.Type> TYPES = Map.of(
            400, ProblemDetails.Type.INVALID_REQUEST,
            414, ProblemDetails.Type.URI_TOO_LONG,
            431, ProblemDetails.Type.HEADERS_TOO_LARGE);

    /** Adds itself to the connection once that is known to be HTTP/1. */
    static void addTo(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(ENCODER) != null && pipeline.get(ErrorBodies.class) == null) {
            pipeline.addAfter(ENCODER, null, new ErrorBodies());
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise has the outcome
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        context.write(message instanceof FullHttpResponse response ? withBody(response) : message, promise);
    }

    private static FullHttpResponse withBody(FullHttpResponse response) throws JsonProcessingException {
        ProblemDetails.Type type = TYPES.get(response.status().code());
        if (type == null
                || response.content().isReadable()
                || response.headers().contains(HttpHeaderNames.CONTENT_TYPE)) {
            return response;
        }
        byte[] problem = JSON.writeValueAsBytes(ProblemDetails.of(type, type.title()));
        DefaultFullHttpResponse rejection = new DefaultFullHttpResponse(
                response.protocolVersion(), response.status(), Unpooled.wrappedBuffer(problem));
        rejection
                .headers()
                .set(response.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, problem.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("X-Content-Type-Options", "nosniff");
        ReferenceCountUtil.release(response);
        return rejection;
    }
}
