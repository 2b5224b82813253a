package io.mlops.task.auth;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies passwords on a bounded number of threads. A client sends its password with every request, so that the latest
 * password of each user that was correct is recognized without bcrypt, by a keyed hash that only this process knows.
 */
public final class PasswordVerifier {
    private static final String HMAC = "HmacSHA256";
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_WAITING = 64;
    private static final int MAX_WAITING_PER_ADDRESS = 16;
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Users users;
    private final LoginThrottle throttle;
    private final Bcrypt unknownUser;
    private final SecretKeySpec key;
    private final Map<String, byte[]> verified = new ConcurrentHashMap<>();
    private final Map<Attempt, CompletableFuture<Result>> underWay = new HashMap<>();
    private final ThreadPoolExecutor threads;

    /**
     * The outcome of an attempt.
     *
     * @param role of the user if the password is correct; null otherwise
     * @param retryAfter how long to wait if the password was not verified; zero otherwise
     */
    public record Result(@Nullable String role, Duration retryAfter) {
        static final Result WRONG = new Result(null, Duration.ZERO);

        public boolean isThrottled() {
            return !retryAfter.isZero();
        }
    }

    /** Same user, password and address: verified once, however many requests come at the same time. */
    private record Attempt(String digest, LoginThrottle.Key key) {}

    /** @param processors of which verifications take at most half */
    public PasswordVerifier(Users users, int processors, SecureRandom random, LongSupplier nanos) {
        this.users = users;
        this.throttle = new LoginThrottle(nanos);
        this.unknownUser = Bcrypt.ofUnknownUser(users.cost());
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, HMAC);
        int size = Math.max(1, processors / 2);
        this.threads = new ThreadPoolExecutor(
                size, size, IDLE.toSeconds(), TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "Password verification");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    public boolean isKnown(String name) {
        return users.contains(name);
    }

    /**
     * Verifies a password; completed already if that takes no time.
     *
     * @param address of the client, or its network: guesses are counted for each user and address
     */
    public CompletableFuture<Result> verify(String name, char[] password, String address) {
        // a longer name is no user's, and must not fill the memory
        String user = name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH + 1));
        LoginThrottle.Key counted = new LoginThrottle.Key(user, address);
        Duration wait = throttle.waitFor(counted);
        if (!wait.isZero()) {
            return CompletableFuture.completedFuture(new Result(null, wait));
        }
        byte[] digest = digest(user, password);
        Users.User known = users.find(user);
        byte[] correct = verified.get(user);
        if (known != null && correct != null && MessageDigest.isEqual(correct, digest)) {
            // forgets no failures: another client may have caused them at the same address
            return CompletableFuture.completedFuture(new Result(known.role(), Duration.ZERO));
        }
        return verifyOnce(
                new Attempt(new String(digest, StandardCharsets.ISO_8859_1), counted), digest, known, password);
    }

    private CompletableFuture<Result> verifyOnce(
            Attempt attempt, byte[] digest, Users.@Nullable User known, char[] password) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        synchronized (underWay) {
            CompletableFuture<Result> same = underWay.get(attempt);
            if (same != null) {
                return same;
            }
            Duration wait = throttle.waitFor(attempt.key);
            if (!wait.isZero()) {
                return CompletableFuture.completedFuture(new Result(null, wait));
            }
            long ofAddress = underWay.keySet().stream()
                    .filter(each -> each.key.address().equals(attempt.key.address()))
                    .count();
            if (ofAddress >= MAX_WAITING_PER_ADDRESS) {
                return CompletableFuture.completedFuture(new Result(null, RETRY_WHEN_BUSY));
            }
            underWay.put(attempt, result);
            throttle.attempt(attempt.key);
        }
        try {
            threads.execute(() -> complete(result, attempt, digest, known, password));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            throttle.withdraw(attempt.key);
            forget(attempt);
            result.complete(new Result(null, RETRY_WHEN_BUSY));
        }
        return result;
    }

    private void complete(
            CompletableFuture<Result> result,
            Attempt attempt,
            byte[] digest,
            Users.@Nullable User known,
            char[] password) {
        try {
            Result outcome = Result.WRONG;
            if (known == null) {
                boolean unused = unknownUser.matches(password);
            } else if (known.hash().matches(password)) {
                verified.put(attempt.key.user(), digest);
                throttle.succeeded(attempt.key);
                outcome = new Result(known.role(), Duration.ZERO);
            }
            if (outcome.role() == null) {
                throttle.failed(attempt.key);
            }
            forget(attempt);
            result.complete(outcome);
        } catch (RuntimeException | Error e) {
            forget(attempt);
            result.completeExceptionally(e);
        }
    }

    private void forget(Attempt attempt) {
        synchronized (underWay) {
            underWay.remove(attempt);
        }
    }

    private byte[] digest(String user, char[] password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(user.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
