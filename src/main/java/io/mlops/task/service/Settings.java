package io.mlops.task.service;

import io.mlops.task.pipeline.CheckPolicy;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of what is wired in this package, because its own package is free of Quarkus; every other setting is next to
 * its consumer. config/application.yaml documents all of them.
 */
@ConfigMapping(prefix = "mlops")
interface Settings {

    /** Directory of runs, models and uploads. */
    @WithDefault("data")
    Path data();

    /** The program's directory, as found by the launcher. */
    @WithDefault(".")
    Path home();

    /** By pipeline, the configuration below a submission's own; default: the pipeline's own in {@link #home}. */
    Map<String, Path> defaultConfig();

    /** Directories whose files a submission may name; default: sample-data in {@link #home}. */
    Optional<List<Path>> inputRoots();

    /** Maximum number of queued runs. */
    @WithDefault("1000")
    int queueCapacity();

    /** Runs at the same time; 0: two for each processor. */
    @WithDefault("0")
    int workers();

    /** Attempts after which an interrupted run fails. */
    @WithDefault("3")
    int maxAttempts();

    /** Maximum duration of one attempt. */
    @WithDefault("PT1H")
    Duration runTimeout();

    /** Maximum time for a run to stop after it was cancelled. */
    @WithDefault("PT10S")
    Duration stopTimeout();

    /** Time for running runs to finish on shutdown. */
    @WithDefault("PT20S")
    Duration shutdownTimeout();

    /** Maximum size of a run's log. */
    @WithDefault("10M")
    MemorySize maxLogSize();

    /** How often failed saves of runs are retried. */
    @WithDefault("PT1S")
    RepeatInterval saveRetryInterval();

    /** Free disk space below which no run is accepted. */
    @WithDefault("256M")
    MemorySize minFreeDisk();

    /** For HTTPS instead of HTTP, see {@link TlsConfigSource}: the certificate and those of its issuers, as PEM. */
    Optional<Path> tlsCertificate();

    /** The certificate's private key, as PEM. */
    Optional<Path> tlsKey();

    Retention retention();

    Callback callback();

    Mlflow mlflow();

    Models models();

    /** Settings of models and their monitoring. */
    interface Models {
        PromotionGate promotionGate();

        /** Recent rows that are compared with the training data. */
        @WithDefault("5000")
        int driftWindow();

        /** A period that ends now, of which a sample of the rows is compared with the training data too. */
        @WithDefault("PT24H")
        Duration driftPeriod();

        /** Predictions whose actual values may still be posted; the oldest are dropped first. */
        @WithDefault("20000")
        int predictionHistory();

        /** Rows with a posted actual value that are kept to learn from; the oldest are dropped first. */
        @WithDefault("20000")
        int labelledRows();

        /** Versions that are kept; beyond it the oldest rejected ones are removed. Without a value none is. */
        Optional<Integer> maxVersions();

        /** Between two checks of drift and live error. */
        @WithDefault("PT30S")
        RepeatInterval monitoringInterval();

        /** Between two saves of the monitoring state. */
        @WithDefault("PT5S")
        RepeatInterval monitoringSaveInterval();

        /** Between two checks for another champion on disk. */
        @WithDefault("PT5S")
        RepeatInterval championRefreshInterval();

        RequestLog requestLog();

        Retrain retrain();
    }

    /** Automatic retraining. */
    interface Retrain {

        /** Five fields, in UTC, or off. */
        @WithDefault("off")
        String cron();

        /** A file under an input root; default: the input of the run that trained the champion. */
        Optional<String> input();

        /** The key {@code checks} of retrainings that no person requested. */
        @WithDefault("error")
        CheckPolicy checks();

        /** Whether drift of level alert starts a retraining. */
        @WithDefault("false")
        boolean onDrift();

        /** Live RMSE divided by held-out RMSE above which a retraining starts; without a value none does. */
        Optional<Double> maxLiveRmseRatio();

        /** Minimum number of predictions with known actuals for the live RMSE to count. */
        @WithDefault("200")
        int minLabelledRows();

        /** Minimum time between a retraining and the next that drift or live RMSE may start. */
        @WithDefault("PT24H")
        Duration cooldown();
    }

    /** Log of predictions, as lines of JSON. */
    interface RequestLog {
        @WithDefault("true")
        boolean enabled();

        /** Fraction of the predictions that is logged, 0 to 1. */
        @WithDefault("0.1")
        double samplingRate();

        /** Maximum size of the two files together. */
        @WithDefault("20M")
        MemorySize maxSize();

        @WithDefault("PT1S")
        RepeatInterval flushInterval();
    }

    /** What a challenger must show to become the champion without a person. */
    interface PromotionGate {

        /** Minimum relative improvement of the RMSE, 0.005 for half a percent. */
        @WithDefault("0.005")
        double minImprovement();

        /** Minimum fraction of bootstrap resamples in which the challenger is better. */
        @WithDefault("0.95")
        double confidence();

        /** Maximum relative increase of the RMSE on the champion's held-out rows. */
        @WithDefault("0.05")
        double maxRegression();

        /** Maximum relative increase of the RMSE on a slice: a price band, or the north or south of the state. */
        @WithDefault("0.1")
        double maxSliceRegression();

        /** Minimum number of held-out rows in every comparison. */
        @WithDefault("30")
        int minRows();

        /** Minimum R² on its own held-out rows, with or without a champion. */
        @WithDefault("0.5")
        double minR2();

        /** Maximum RMSE on its own held-out rows, 100,000 USD, with or without a champion. */
        @WithDefault("1.0")
        double maxRmse();
    }

    /** Which completed runs are deleted; without a value none is. */
    interface Retention {
        @WithDefault("PT1M")
        RepeatInterval interval();

        Optional<Duration> maxAge();

        Optional<Integer> maxCount();

        Optional<MemorySize> maxSize();
    }

    /** Delivery of callbacks. */
    interface Callback {

        /** How often due deliveries are started. */
        @WithDefault("PT1S")
        RepeatInterval deliveryInterval();

        /** Hosts that completed runs may be reported to. */
        Optional<List<String>> allowedHosts();

        /** Key of the signature. */
        Optional<String> secret();
    }

    /** The MLflow tracking server; the environment variables of MLflow's clients work too, see application.yaml. */
    interface Mlflow {

        /** Such as {@code http://mlflow:5000}; without a value nothing is sent. */
        Optional<String> trackingUri();

        Optional<String> trackingToken();

        Optional<String> trackingUsername();

        Optional<String> trackingPassword();

        /** Of every run; default: the pipeline's name. */
        Optional<String> experimentName();

        /** With {pipeline}, {id} and {input}; default: pipeline and id, of a version its number and algorithm. */
        Optional<String> runName();

        /** How often what is stored is compared with what was sent. */
        @WithDefault("PT5S")
        Duration syncInterval();
    }
}
