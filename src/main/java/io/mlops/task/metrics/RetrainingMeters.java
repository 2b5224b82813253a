package io.mlops.task.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.retraining.RetrainingListener;
import io.mlops.task.retraining.RetrainingService.Trigger;
import io.mlops.task.run.Run;
import io.mlops.task.text.SafeText;
import org.jboss.logging.Logger;

/** Retrainings as a Prometheus metric and as lines of the service's log. */
public final class RetrainingMeters implements RetrainingListener {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.models");

    private final MeterRegistry registry;
    private final String model;

    public RetrainingMeters(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = model;
        for (Trigger trigger : Trigger.values()) {
            counter(trigger);
        }
    }

    @Override
    public void started(Trigger trigger, Run run) {
        counter(trigger).increment();
        LOG.infof("Retraining (%s) is run %s", trigger.label(), run.id());
    }

    @Override
    public void startFailed(Trigger trigger, Exception reason) {
        LOG.warnf(
                "Retraining (%s) could not be started: %s",
                trigger.label(), SafeText.excerpt(String.valueOf(reason.getMessage())));
    }

    private Counter counter(Trigger trigger) {
        return Counter.builder("mlops.model.retrainings")
                .description("Retrainings, by what triggered them")
                .tag("model", model)
                .tag("reason", trigger.label())
                .register(registry);
    }
}
