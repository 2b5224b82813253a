package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.http.Service;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ScheduledErrorTest.Failing.class)
class ScheduledErrorTest {
    @Inject
    FailingTask failing;

    @Inject
    OtherTask other;

    public static final class Failing implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = Service.settings();
            settings.put("test.failing-task.interval", "PT1S");
            settings.put("mlops.models.monitoring-interval", "off");
            settings.put("mlops.callback.delivery-interval", "off");
            return settings;
        }
    }

    @Singleton
    static class FailingTask {
        private final CountDownLatch executions = new CountDownLatch(3);

        @Scheduled(
                identity = "Failing task",
                every = "${test.failing-task.interval:off}",
                concurrentExecution = ConcurrentExecution.SKIP)
        void fail() {
            executions.countDown();
            throw new StackOverflowError("a test's");
        }
    }

    @Singleton
    static class OtherTask {
        private final CountDownLatch executions = new CountDownLatch(3);

        @Scheduled(
                identity = "Other task",
                every = "${test.failing-task.interval:off}",
                concurrentExecution = ConcurrentExecution.SKIP)
        void succeed() {
            executions.countDown();
        }
    }

    @Test
    void shouldExecuteEveryTaskAgainAfterAnError() throws Exception {
        assertThat(failing.executions.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(other.executions.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
