package io.mlops.task.service;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting of the service; config/application.yaml lists them with their meaning, environment variables override. */
@ConfigMapping(prefix = "mlops")
interface Settings {

    /** Where runs are kept. */
    @WithDefault("data")
    Path data();

    /** Where the launcher found the program. */
    @WithDefault(".")
    Path home();

    /** By pipeline, the configuration that a submission's own is laid over; default: the pipeline's own at home. */
    Map<String, Path> defaultConfig();

    /** Folders whose files may be named in a submit; default: sample-data at home. */
    Optional<List<Path>> inputRoots();

    /** Runs that may wait. */
    @WithDefault("1000")
    int queueCapacity();

    /** Runs at the same time; 0: two for each processor. */
    @WithDefault("0")
    int workers();

    /** After so many interrupted attempts a run fails. */
    @WithDefault("3")
    int mostAttempts();

    /** That one attempt may take. */
    @WithDefault("PT1H")
    Duration mostRunTime();

    /** That a run may take to stop when it is told to. */
    @WithDefault("PT10S")
    Duration stopWithin();

    /** That running runs get to finish when the process is told to end. */
    @WithDefault("PT20S")
    Duration shutdownGrace();

    /** How long the log of one run may become, in bytes. */
    @WithDefault("10485760")
    long mostLogBytes();

    /** Live logs that may be followed at the same time. */
    @WithDefault("100")
    int streams();

    /** Bodies that are received at the same time; each holds a thread. */
    @WithDefault("100")
    int uploads();

    /** In which a body must bring a kilobyte for each second, or its connection is ended. */
    @WithDefault("PT30S")
    Duration uploadPatience();

    /** With less free disk no run is accepted, in bytes. */
    @WithDefault("268435456")
    long diskFloorBytes();

    Retention retention();

    Callback callback();

    Mlflow mlflow();

    Auth auth();

    Models models();

    /** Models of house values. */
    interface Models {
        Gate gate();

        /** Of a CSV to predict that is answered at once; a longer one becomes a run. */
        @WithDefault("1M")
        MemorySize csvBytes();

        /** Recent rows that are compared with the training's. */
        @WithDefault("5000")
        int window();

        /** Predictions whose truth may still be told; the oldest are forgotten first. */
        @WithDefault("20000")
        int remembered();

        /** Between two looks at drift and live scores. */
        @WithDefault("PT30S")
        Duration lookEvery();

        RequestLog requestLog();

        Retrain retrain();

        /** What was asked and answered, as lines of JSON. */
        interface RequestLog {
            @WithDefault("true")
            boolean enabled();

            /** Of the predictions, 0 to 1. */
            @WithDefault("0.1")
            double share();

            /** Of the two files together. */
            @WithDefault("20M")
            MemorySize mostBytes();
        }

        /** Trainings that nobody submits. */
        interface Retrain {
            /** Five fields, in UTC: 0 3 * * 1 is every Monday at three; off: never. */
            @WithDefault("off")
            String cron();

            /** A file under an input root; default: the input of the run that trained the champion. */
            Optional<String> input();

            /** Whether a drift of level alert begins one. */
            @WithDefault("false")
            boolean onDrift();

            /** Live RMSE over held-out RMSE above which one begins; without a value it never does. */
            Optional<Double> liveRmseFactor();

            /** Truths that a live RMSE must be over to be believed. */
            @WithDefault("200")
            int liveRows();

            /** Between a retraining and the next that drift or live RMSE may begin. */
            @WithDefault("PT24H")
            Duration pause();
        }

        /** What a challenger must show on the same held-out rows to become the champion. */
        interface Gate {
            /** Relative gain of the RMSE, 0.005 for half a percent. */
            @WithDefault("0.005")
            double margin();

            /** Share of bootstrap resamples in which it is the better one. */
            @WithDefault("0.95")
            double confidence();
        }
    }

    /** What is deleted; without a value nothing is. */
    interface Retention {
        Optional<Duration> age();

        Optional<Integer> count();

        Optional<Long> bytes();
    }

    /** Whom ended runs may be told to. */
    interface Callback {
        Optional<List<String>> hosts();

        /** The key of the signature. */
        Optional<String> secret();
    }

    /** The tracking server that models are mirrored to; the names of MLflow's own clients work too, see application.yaml. */
    interface Mlflow {
        /** Such as {@code http://mlflow:5000}; without it nothing is mirrored. */
        Optional<String> trackingUri();

        Optional<String> trackingToken();

        Optional<String> trackingUsername();

        Optional<String> trackingPassword();

        /** How often the registry is looked at. */
        @WithDefault("PT5S")
        Duration every();
    }

    /** Whether callers must say who they are. */
    interface Auth {
        @WithDefault("false")
        boolean enabled();
    }
}
