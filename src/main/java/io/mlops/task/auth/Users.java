package io.mlops.task.auth;

import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a users file: one line {@code NAME:BCRYPT-HASH:ROLE} for each user. Blank lines and lines that start with
 * {@code #} are ignored.
 */
public final class Users {
    /** May read and request predictions; see {@code http.auth.RolePolicy}. */
    public static final String VIEWER = "viewer";
    /** May also change something. */
    public static final String OPERATOR = "operator";

    public static final List<String> ROLES = List.of(VIEWER, OPERATOR);

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}@._+-]{1,64}");

    private final Map<String, User> users;

    /** One entry. */
    record User(Bcrypt hash, String role) {}

    private Users(Map<String, User> users) {
        this.users = Map.copyOf(users);
    }

    /** @throws IllegalArgumentException with line number if a line is no entry, or its user has another one */
    public static Users parse(List<String> lines) {
        Map<String, User> users = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    add(line, users);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new Users(users);
    }

    private static void add(String line, Map<String, User> users) {
        String[] fields = line.split(":", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException(Messages.mustBe("NAME:BCRYPT-HASH:ROLE", fields.length + " fields"));
        }
        String name = requireName(fields[0]);
        Bcrypt hash = Bcrypt.parse(fields[1]);
        if (users.put(name, new User(hash, requireRole(fields[2]))) != null) {
            throw new IllegalArgumentException("user " + name + " has an entry already");
        }
    }

    /**
     * Returns an entry for a users file.
     *
     * @throws IllegalArgumentException if name, password or role is not allowed
     */
    public static String entry(String name, char[] password, String role, SecureRandom random) {
        String prefix = requireName(name) + ":";
        String suffix = ":" + requireRole(role);
        return prefix + Bcrypt.hash(password, random) + suffix;
    }

    private static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the user's name "
                    + Messages.mustBe(
                            "1 to 64 letters, digits or characters of @._+-", '"' + SafeText.excerpt(name) + '"'));
        }
        return name;
    }

    private static String requireRole(String role) {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException(
                    "the role " + Messages.mustBe(String.join(" or ", ROLES), '"' + SafeText.excerpt(role) + '"'));
        }
        return role;
    }

    public boolean isEmpty() {
        return users.isEmpty();
    }

    public boolean contains(String name) {
        return users.containsKey(name);
    }

    /** Returns the highest cost of an entry's hash. */
    int cost() {
        return users.values().stream().mapToInt(user -> user.hash.cost()).max().orElse(Bcrypt.COST);
    }

    @Nullable
    User find(String name) {
        return users.get(name);
    }
}
