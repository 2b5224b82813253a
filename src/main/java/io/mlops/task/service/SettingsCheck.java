package io.mlops.task.service;

import io.mlops.task.http.auth.AuthConfig;
import io.mlops.task.http.filter.RequestConfig;
import io.mlops.task.http.predict.PredictConfig;
import io.mlops.task.http.runs.RunsConfig;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.Suggestions;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Checks that the configuration library lacks: ranges, and the names of unknown settings. */
final class SettingsCheck {
    private static final List<Class<?>> MAPPINGS =
            List.of(Settings.class, AuthConfig.class, RequestConfig.class, PredictConfig.class, RunsConfig.class);

    private static final long MIN_RUN_MEMORY = 1 << 20;
    private static final String PREFIX = "mlops.";
    private static final String ENVIRONMENT_PREFIX = "MLOPS_";

    /** Properties and variables that the launcher sets or reads. */
    private static final Set<String> OF_LAUNCHER =
            Set.of("mlops.terminal", "mlops.cache-training-run", "MLOPS_JAVA_OPTS");

    private SettingsCheck() {}

    /** @throws ConfigurationException if a setting is outside its range */
    static void requireValid(Settings settings, RequestConfig requests, RunsConfig runs) {
        requireAtLeast("max-concurrent-uploads", 1, requests.maxConcurrentUploads());
        requirePositive("upload-idle-timeout", requests.uploadIdleTimeout());
        requirePositive("request-head-timeout", requests.requestHeadTimeout());
        requireAtLeast("max-log-streams", 0, runs.maxLogStreams());
        if (runs.maxRunMemory().asLongValue() < MIN_RUN_MEMORY) {
            throw invalid("max-run-memory", "at least 1M", runs.maxRunMemory().asLongValue() + " bytes");
        }
        requireAtLeast("queue-capacity", 1, settings.queueCapacity());
        requireAtLeast("workers", 0, settings.workers());
        requireAtLeast("max-attempts", 1, settings.maxAttempts());
        requirePositive("run-timeout", settings.runTimeout());
        requirePositive("stop-timeout", settings.stopTimeout());
        requireAtLeast("models.drift-window", 1, settings.models().driftWindow());
        requireAtLeastAMinute("models.drift-period", settings.models().driftPeriod());
        requireAtLeast("models.prediction-history", 1, settings.models().predictionHistory());
        requireAtLeast("models.labelled-rows", 1, settings.models().labelledRows());
        settings.models().maxVersions().ifPresent(max -> requireAtLeast("models.max-versions", 1, max));
        requireFraction(
                "models.request-log.sampling-rate",
                settings.models().requestLog().samplingRate());
        requireFraction(
                "models.promotion-gate.confidence",
                settings.models().promotionGate().confidence());
        requireAtLeast(
                "models.promotion-gate.min-rows",
                1,
                settings.models().promotionGate().minRows());
        requireAtLeast(
                "models.retrain.min-labelled-rows",
                1,
                settings.models().retrain().minLabelledRows());
        requireCron(settings.models().retrain().cron());
        settings.retention().maxCount().ifPresent(count -> requireAtLeast("retention.max-count", 0, count));
        settings.retention().maxAge().ifPresent(age -> requirePositive("retention.max-age", age));
        for (Path root : settings.inputRoots().orElse(List.of())) {
            if (!Files.isDirectory(root)) {
                String actual = Files.exists(root) ? "a file" : "absent";
                throw new ConfigurationException(
                        "mlops.input-roots: " + root + " " + Messages.mustBe("a directory", actual));
            }
        }
    }

    static void requireCron(String cron) {
        try {
            RetrainingSchedule.of(cron);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("mlops.models.retrain.cron "
                    + Messages.mustBe("a cron expression of five fields or \"off\"", '"' + cron + '"') + ": "
                    + e.getMessage());
        }
    }

    /** Returns a sentence for each unknown setting, whose value is ignored. */
    static List<String> unknown(Config config, Map<String, String> environment) {
        Set<String> known = known();
        List<String> sentences = new ArrayList<>();
        for (ConfigSource source : config.getConfigSources()) {
            if (!(source instanceof EnvConfigSource)) {
                for (String name : new TreeSet<>(source.getPropertyNames())) {
                    if (name.startsWith(PREFIX) && !isKnown(name, known)) {
                        sentences.add(sentence(name, known) + " (" + source.getName() + ")");
                    }
                }
            }
        }
        Set<String> variables = new TreeSet<>();
        known.forEach(name -> variables.add(variable(name)));
        for (String name : new TreeSet<>(environment.keySet())) {
            boolean ours = name.startsWith(ENVIRONMENT_PREFIX) && !OF_LAUNCHER.contains(name);
            if (ours && variables.stream().noneMatch(variable -> matches(name, variable, "_"))) {
                sentences.add(sentence(name, variables));
            }
        }
        return sentences;
    }

    private static String sentence(String name, Set<String> known) {
        return "There is no setting " + SafeText.excerpt(name) + "; did you mean "
                + Suggestions.closest(name, known).replace("*", "<name>") + "?";
    }

    private static boolean isKnown(String name, Set<String> known) {
        return OF_LAUNCHER.contains(name) || known.stream().anyMatch(one -> matches(unindexed(name), one, "."));
    }

    /** Whether a name matches a known one, whose last part may be a wildcard: {@code mlops.default-config.*}. */
    private static boolean matches(String name, String known, String separator) {
        return known.endsWith(separator + "*")
                ? name.startsWith(known.substring(0, known.length() - 1))
                : name.equals(known);
    }

    private static String unindexed(String name) {
        return name.replaceAll("\\[\\d+]$", "");
    }

    private static String variable(String name) {
        return name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (Class<?> mapping : MAPPINGS) {
            ConfigMappings.getProperties(ConfigClass.configClass(mapping))
                    .keySet()
                    .forEach(name -> known.add(unindexed(name.replace("[*]", ""))));
        }
        return known;
    }

    private static void requireAtLeast(String name, int min, int actual) {
        if (actual < min) {
            throw invalid(name, "at least " + min, actual);
        }
    }

    private static void requirePositive(String name, Duration actual) {
        if (actual.isNegative() || actual.isZero()) {
            throw invalid(name, "longer than zero", actual);
        }
    }

    private static void requireAtLeastAMinute(String name, Duration actual) {
        if (actual.compareTo(Duration.ofMinutes(1)) < 0) {
            throw invalid(name, "at least PT1M", actual);
        }
    }

    private static void requireFraction(String name, double actual) {
        if (!(actual >= 0 && actual <= 1)) {
            throw invalid(name, "0 to 1", actual);
        }
    }

    private static ConfigurationException invalid(String name, String expected, Object actual) {
        return new ConfigurationException(PREFIX + name + " " + Messages.mustBe(expected, actual));
    }
}
