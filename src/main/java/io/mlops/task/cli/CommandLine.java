package io.mlops.task.cli;

import io.mlops.task.text.Messages;
import io.mlops.task.text.Suggestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A command and its options. */
public final class CommandLine {
    public static final String BATCH = "--batch";
    public static final String SERVE = "--serve";
    public static final String SAMPLE = "--sample";
    public static final String HELP = "--help";
    public static final String VERSION = "--version";
    public static final String COMPLETION = "--completion";
    public static final String HASH_PASSWORD = "--hash-password";

    /** May be given more than once. */
    private static final String SET = "--set";

    static final List<String> COMMANDS = List.of(BATCH, SERVE, SAMPLE, HASH_PASSWORD, COMPLETION, HELP, VERSION);
    private static final Map<String, String> SHORT = Map.of("-h", HELP, "-V", VERSION);
    private static final Map<String, List<String>> OPTIONS = Map.of(
            BATCH,
                    List.of(
                            "--pipeline",
                            "--input",
                            "--config",
                            SET,
                            "--output",
                            "--log-file",
                            "--artifacts",
                            "--signals",
                            "--models",
                            "--threads",
                            "--pushgateway"),
            SAMPLE, List.of("--rows", "--seed", "--output"),
            SERVE, List.of("--host", "--port"),
            HASH_PASSWORD, List.of("--user", "--role"),
            COMPLETION, List.of("--shell"),
            HELP, List.of(),
            VERSION, List.of());

    private final String command;
    private final Map<String, String> options;
    private final Map<String, String> settings;

    private CommandLine(String command, Map<String, String> options, Map<String, String> settings) {
        this.command = command;
        this.options = options;
        this.settings = settings;
    }

    public static CommandLine parse(String... arguments) throws UsageException {
        String[] args = Stream.of(arguments)
                .map(argument -> SHORT.getOrDefault(argument, argument))
                .toArray(String[]::new);
        if (List.of(args).contains(HELP)) {
            return new CommandLine(HELP, Map.of(), Map.of());
        }
        String command = command(args);
        List<String> known = options(command);
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(command)) {
                continue;
            }
            int equals = args[i].indexOf('=');
            String option = equals < 0 ? args[i] : args[i].substring(0, equals);
            if (!known.contains(option)) {
                throw unknown(option, command, known);
            }
            if (equals < 0 && (i + 1 == args.length || args[i + 1].startsWith("--"))) {
                throw new UsageException(option + " has no value");
            }
            String value = equals < 0 ? args[++i] : args[i].substring(equals + 1);
            if (value.isEmpty()) {
                throw new UsageException(option + " has an empty value");
            }
            if (option.equals(SET)) {
                addSetting(value, settings);
            } else if (options.put(option, value) != null) {
                throw new UsageException(option + " is given twice");
            }
        }
        return new CommandLine(command, options, settings);
    }

    private static void addSetting(String keyAndValue, Map<String, String> settings) throws UsageException {
        int equals = keyAndValue.indexOf('=');
        if (equals < 1) {
            throw new UsageException(SET + " " + Messages.mustBe("key=value", '"' + keyAndValue + '"'));
        }
        String key = keyAndValue.substring(0, equals);
        if (settings.put(key, keyAndValue.substring(equals + 1)) != null) {
            throw new UsageException(SET + " " + key + " is given twice");
        }
    }

    public String command() {
        return command;
    }

    public String option(String name, String defaultValue) {
        String value = options.get(name);
        return value == null ? defaultValue : value;
    }

    public @Nullable String option(String name) {
        return options.get(name);
    }

    /** Returns the configuration keys that are set, with their values as they were typed. */
    public Map<String, String> settings() {
        return settings;
    }

    /** @throws UsageException if the option is not an integer from {@code min} to {@code max} */
    public long integer(String name, long min, long max, long defaultValue) throws UsageException {
        String value = options.get(name);
        if (value == null) {
            return defaultValue;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            value = '"' + value + '"';
        }
        throw new UsageException(name + " " + Messages.mustBe("an integer from " + min + " to " + max, value));
    }

    /** Without a command, the service starts. */
    private static String command(String... args) throws UsageException {
        String command = null;
        for (String arg : args) {
            if (COMMANDS.contains(arg)) {
                if (command != null) {
                    throw new UsageException(command + " and " + arg + " cannot be combined");
                }
                command = arg;
            }
        }
        if (command == null && args.length > 0 && !options(SERVE).contains(args[0].split("=", 2)[0])) {
            throw unknown(args[0], null, COMMANDS);
        }
        return command == null ? SERVE : command;
    }

    static List<String> options(String command) {
        List<String> options = OPTIONS.get(command);
        return options == null ? List.of() : options;
    }

    private static UsageException unknown(String argument, @Nullable String command, List<String> known) {
        String where = command == null ? "" : " for " + command;
        String hint = known.isEmpty() ? "" : "; did you mean " + Suggestions.closest(argument, known) + "?";
        return new UsageException("unknown argument \"" + argument + "\"" + where + hint);
    }
}
