package io.mlops.task.cli;

import io.mlops.task.auth.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** Creates an entry of a users file. */
public final class HashPasswordCommand {
    private HashPasswordCommand() {}

    /**
     * Returns the entry of {@code --user} with {@code --role}.
     *
     * @param in its first line is the password; on a terminal the launcher asks for it, without echo
     * @throws UsageException if name, role or password is missing or not allowed
     */
    public static String entry(CommandLine commandLine, InputStream in) throws UsageException {
        String user = commandLine.option("--user");
        String role = commandLine.option("--role");
        if (user == null || role == null) {
            throw new UsageException("--hash-password needs --user NAME and --role viewer | operator");
        }
        try {
            return Users.entry(user, password(in), role, new SecureRandom());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static char[] password(InputStream in) throws UsageException {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? new char[0] : line.toCharArray();
        } catch (IOException e) {
            throw new UsageException("the password cannot be read from standard input: " + e.getMessage());
        }
    }
}
