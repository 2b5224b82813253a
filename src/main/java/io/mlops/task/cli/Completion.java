package io.mlops.task.cli;

import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.text.Messages;
import java.util.List;

/** The completion of the command line in bash and zsh; commands, options and pipelines are those that are declared. */
public final class Completion {
    /** A new user's zsh has no completion until it is initialized. */
    private static final String ZSH_PRELUDE = """
            (( $+functions[compdef] )) || { autoload -U +X compinit && compinit -i; }
            autoload -U +X bashcompinit && bashcompinit
            """;

    private Completion() {}

    /**
     * Returns the script for the shell named by {@code --shell}.
     *
     * @throws UsageException if it is neither bash nor zsh
     */
    public static String script(CommandLine commandLine) throws UsageException {
        String shell = commandLine.option("--shell", "bash");
        if (!List.of("bash", "zsh").contains(shell)) {
            throw new UsageException("--shell " + Messages.mustBe("bash or zsh", '"' + shell + '"'));
        }
        StringBuilder options = new StringBuilder();
        for (String command : CommandLine.COMMANDS) {
            List<String> own = CommandLine.options(command);
            if (!own.isEmpty()) {
                options.append("    *\" ")
                        .append(command)
                        .append(" \"*) words=\"")
                        .append(String.join(" ", own))
                        .append("\" ;;\n");
            }
        }
        List<String> pipelines = new PipelineRegistry(Pipelines.withoutModels()).names();
        String script = BuildInfo.resource("completion.sh")
                .replace("{commands}", String.join(" ", CommandLine.COMMANDS))
                .replace("{options}\n", options)
                .replace("{pipelines}", String.join(" ", pipelines));
        return shell.equals("zsh") ? ZSH_PRELUDE + script : script;
    }
}
