package io.mlops.task.service;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The times of a cron expression of five fields, in UTC; or none. */
record RetrainingSchedule(Optional<ExecutionTime> times) {

    /**
     * Takes {@value RepeatInterval#OFF} or an expression.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static RetrainingSchedule of(String text) {
        if (text.equals(RepeatInterval.OFF)) {
            return new RetrainingSchedule(Optional.empty());
        }
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        return new RetrainingSchedule(Optional.of(ExecutionTime.forCron(parser.parse(text))));
    }

    boolean isOff() {
        return times.isEmpty();
    }

    /** Whether one of the times is after {@code last} and not after {@code now}. */
    boolean isDue(Instant last, Instant now) {
        return times.flatMap(each -> each.nextExecution(last.atZone(ZoneOffset.UTC)))
                .filter(next -> !next.toInstant().isAfter(now))
                .isPresent();
    }
}
