package io.mlops.task.auth;

import io.mlops.task.text.Messages;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.spec.EncryptablePasswordSpec;
import org.wildfly.security.password.spec.IteratedSaltedPasswordAlgorithmSpec;
import org.wildfly.security.password.util.ModularCrypt;

/** A bcrypt hash of a password, in the format that htpasswd and most libraries write: {@code $2b$12$…}. */
public final class Bcrypt {
    /** bcrypt ignores what is longer. */
    static final int MAX_BYTES = 72;

    private static final int MIN_LENGTH = 8;
    static final int COST = 12;
    private static final int MIN_COST = 10;
    private static final int MAX_COST = 14;
    private static final Pattern FORMAT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$([./A-Za-z0-9]{53})");
    private static final PasswordFactory PASSWORDS = passwords();

    private final int cost;
    private final Password hash;

    private Bcrypt(int cost, Password hash) {
        this.cost = cost;
        this.hash = hash;
    }

    /** @throws IllegalArgumentException if the text is not a bcrypt hash of a cost between 10 and 14 */
    static Bcrypt parse(String text) {
        Matcher format = FORMAT.matcher(text);
        if (!format.matches()) {
            throw new IllegalArgumentException(
                    Messages.mustBe("a bcrypt hash ($2b$…, of 60 characters)", text.length() + " other characters"));
        }
        int cost = Integer.parseInt(format.group(1));
        if (cost < MIN_COST || cost > MAX_COST) {
            throw new IllegalArgumentException(
                    "the cost of the bcrypt hash " + Messages.mustBe("between " + MIN_COST + " and " + MAX_COST, cost));
        }
        try {
            // the letter names an implementation; all compute the same for passwords in UTF-8
            String named = "$2y$" + format.group(1) + "$" + format.group(2);
            return new Bcrypt(cost, PASSWORDS.translate(ModularCrypt.decode(named)));
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new IllegalArgumentException("the bcrypt hash cannot be decoded: " + e.getMessage(), e);
        }
    }

    /**
     * Hashes a new password with a random salt.
     *
     * @throws IllegalArgumentException if it is shorter than 8 characters or longer than 72 bytes in UTF-8
     */
    static String hash(char[] password, SecureRandom random) {
        if (password.length < MIN_LENGTH || !isHashable(password)) {
            throw new IllegalArgumentException("the password "
                    + Messages.mustBe(
                            "at least " + MIN_LENGTH + " characters and at most " + MAX_BYTES + " bytes long",
                            password.length + " characters long"));
        }
        byte[] salt = new byte[BCryptPassword.BCRYPT_SALT_SIZE];
        random.nextBytes(salt);
        try {
            Password hash = PASSWORDS.generatePassword(
                    new EncryptablePasswordSpec(password, new IteratedSaltedPasswordAlgorithmSpec(COST, salt)));
            return ModularCrypt.encodeAsString(hash);
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a hash of which no password is known, to spend as much time on unknown users as on known ones. */
    static Bcrypt ofUnknownUser(int cost) {
        return parse("$2y$" + cost + "$" + ".".repeat(53));
    }

    int cost() {
        return cost;
    }

    /** Whether it is the hash of the password; takes some tenths of a second. */
    boolean matches(char[] password) {
        try {
            return isHashable(password) && PASSWORDS.verify(hash, password);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isHashable(char[] password) {
        for (char character : password) {
            if (character == 0) {
                return false;
            }
        }
        return StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining() <= MAX_BYTES;
    }

    private static PasswordFactory passwords() {
        try {
            return PasswordFactory.getInstance(BCryptPassword.ALGORITHM_BCRYPT, new WildFlyElytronPasswordProvider());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
