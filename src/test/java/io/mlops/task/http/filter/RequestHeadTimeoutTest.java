package io.mlops.task.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestHeadTimeoutTest {
    private final RequestHeadTimeout timeout = new RequestHeadTimeout(30_000);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    RequestHeadTimeoutTest() {
        channel.freezeTime();
        channel.pipeline().addFirst(timeout);
        channel.pipeline().fireChannelActive();
    }

    @Test
    void shouldCloseAConnectionWithoutARequest() {
        pass(29);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldCloseAConnectionWhoseHeadComesSlowly() {
        for (int i = 0; i < 29; i++) {
            receive();
            pass(1);
        }
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldKeepAConnectionWithARequestAndAnIdleOne() {
        receive();
        timeout.started();
        receive();
        pass(300);
        timeout.ended();
        pass(300);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shouldCloseAConnectionWhoseSecondHeadComesSlowly() {
        timeout.started();
        timeout.started();
        timeout.ended();
        receive();
        pass(31);
        assertThat(channel.isOpen()).isTrue();
        timeout.ended();
        receive();
        pass(29);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    private void receive() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
