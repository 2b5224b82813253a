package io.mlops.task;

import io.mlops.task.cli.BatchCommand;
import io.mlops.task.cli.BuildInfo;
import io.mlops.task.cli.CommandLine;
import io.mlops.task.cli.Completion;
import io.mlops.task.cli.ConsoleProgress;
import io.mlops.task.cli.HashPasswordCommand;
import io.mlops.task.cli.Help;
import io.mlops.task.cli.UsageException;
import io.mlops.task.http.filter.HttpServerSetup;
import io.mlops.task.sample.OhlcvSample;
import io.mlops.task.service.CacheTrainingRun;
import io.mlops.task.service.StartFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The entry point of every process. Only the service boots the web framework. */
@QuarkusMain
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;

    Main() {}

    public static void main(String[] args) {
        CommandLine commandLine;
        try {
            commandLine = CommandLine.parse(args);
            switch (commandLine.command()) {
                case CommandLine.BATCH -> {
                    Clock clock = Clock.systemUTC();
                    BatchCommand batch =
                            BatchCommand.parse(commandLine, Path.of(System.getProperty("mlops.home", "")), clock);
                    boolean interactive = Boolean.getBoolean("mlops.terminal");
                    exit(batch.run(clock, System.out, new ConsoleProgress(System.err, interactive, clock)));
                }
                case CommandLine.SAMPLE -> exit(sample(commandLine));
                case CommandLine.HELP -> System.out.print(Help.text());
                case CommandLine.VERSION -> System.out.println(BuildInfo.version());
                case CommandLine.HASH_PASSWORD -> System.out.println(HashPasswordCommand.entry(commandLine, System.in));
                case CommandLine.COMPLETION -> System.out.print(Completion.script(commandLine));
                default -> serve(commandLine);
            }
        } catch (UsageException e) {
            System.err.println("mlops-task: " + e.getMessage() + "\nTry: mlops-task --help");
            exit(USAGE_ERROR);
        }
    }

    private static void serve(CommandLine commandLine) throws UsageException {
        String host = commandLine.option("--host");
        if (host != null) {
            System.setProperty("quarkus.http.host", host);
        }
        if (commandLine.option("--port") != null) {
            System.setProperty("quarkus.http.port", Long.toString(commandLine.integer("--port", 0, 65_535, 0)));
        }
        HttpServerSetup.enableNettyExtensions();
        boolean training = Boolean.getBoolean("mlops.cache-training-run");
        Quarkus.run(training ? CacheTrainingRun.class : null, new StartFailure());
    }

    private static int sample(CommandLine commandLine) throws UsageException {
        long rows = commandLine.integer("--rows", 0, Long.MAX_VALUE, OhlcvSample.ROWS);
        long seed = commandLine.integer("--seed", 0, Long.MAX_VALUE, OhlcvSample.SEED);
        String output = commandLine.option("--output", "sample.csv");
        try {
            OhlcvSample.write(Path.of(output), rows, seed);
            return 0;
        } catch (IOException e) {
            System.err.println("mlops-task: cannot write the sample: " + e);
            return FAILED;
        }
    }

    private static void exit(int code) {
        System.out.flush();
        if (code != 0) {
            System.exit(code);
        }
    }
}
