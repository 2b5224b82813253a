package io.mlops.task.service;

import io.mlops.task.background.BackgroundTasks;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often something is done.
 *
 * @param duration null for never
 */
record RepeatInterval(@Nullable Duration duration) {
    static final String OFF = "off";

    /** Takes {@value #OFF} or a duration; the name by which settings are converted. */
    public static RepeatInterval of(String text) {
        return new RepeatInterval(text.equals(OFF) ? null : DurationConverter.parseDuration(text));
    }

    /** Starts a task that repeats the action, unless the interval is {@value #OFF}. */
    void repeat(BackgroundTasks tasks, String name, BackgroundTasks.Action action) {
        if (duration != null) {
            tasks.start(name, duration, action);
        }
    }
}
