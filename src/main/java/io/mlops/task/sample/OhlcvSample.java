package io.mlops.task.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Random;

/**
 * Synthetic one-minute candles of a coin, in the columns {@code timestamp,open,high,low,close,volume_btc,volume_usd}.
 * Prices are a random walk in cents (USD), volumes are skewed; none of it is market data. The numbers come from
 * {@link Random}, whose algorithm is fixed, and from integer steps, so that the bytes are the same everywhere.
 */
public final class OhlcvSample {
    public static final long ROWS = 10_000;
    public static final long SEED = 42;

    private static final long FIRST_PRICE = 4_210_000;
    private static final long MIN_PRICE = 100_000;
    private static final int STEP = 12_000;
    private static final int WICK = 6_000;

    private final Random random;
    private long close = FIRST_PRICE;

    private OhlcvSample(long seed) {
        random = new Random(seed);
    }

    public static void write(Path file, long rows, long seed) throws IOException {
        OhlcvSample sample = new OhlcvSample(seed);
        LocalDateTime minute = LocalDateTime.of(2025, 1, 1, 0, 0);
        StringBuilder line = new StringBuilder();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write("timestamp,open,high,low,close,volume_btc,volume_usd\n");
            for (long i = 0; i < rows; i++) {
                line.setLength(0);
                sample.row(minute, line);
                out.append(line);
                minute = minute.plusMinutes(1);
            }
        }
    }

    private void row(LocalDateTime minute, StringBuilder line) {
        long open = close;
        close = Math.max(MIN_PRICE, open + random.nextInt(2 * STEP + 1) - STEP);
        long high = Math.max(open, close) + random.nextInt(WICK);
        long low = Math.min(open, close) - random.nextInt(WICK);
        long microCoins = 1L + (long) random.nextInt(6_000) * random.nextInt(6_000);
        long cents = microCoins * close / 1_000_000;
        line.append(minute.toLocalDate()).append(' ');
        pad(minute.getHour(), 2, line);
        line.append(':');
        pad(minute.getMinute(), 2, line);
        line.append(":00");
        decimal(open, 2, line);
        decimal(high, 2, line);
        decimal(low, 2, line);
        decimal(close, 2, line);
        decimal(microCoins, 6, line);
        decimal(cents, 2, line);
        line.append('\n');
    }

    private static void decimal(long units, int decimals, StringBuilder line) {
        long one = decimals == 2 ? 100 : 1_000_000;
        line.append(',').append(units / one).append('.');
        pad(units % one, decimals, line);
    }

    private static void pad(long number, int width, StringBuilder line) {
        String digits = Long.toString(number);
        for (int i = digits.length(); i < width; i++) {
            line.append('0');
        }
        line.append(digits);
    }
}
