package io.mlops.task.http.runs;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunState;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list contains, and in which order. A cursor names the last run of the previous page, so runs that are
 * added or deleted meanwhile do not shift the next one.
 */
final class RunQuery {

    private final @Nullable String state;
    private final @Nullable String pipeline;
    private final @Nullable Instant since;
    private final Map<String, String> labels;
    private final SortKey sortKey;
    private final boolean ascending;
    private final int limit;
    private final @Nullable Cursor cursor;

    /** The keys by which a list can be sorted. */
    private enum SortKey {
        SUBMITTED,
        VALUE,
        ROWS,
        DURATION;

        /** Runs without such a number come last in either order. */
        @Nullable
        Double of(Run run) {
            Run.Result result = run.result();
            Instant started = run.state().startedAt();
            Instant ended = run.state().endedAt();
            return switch (this) {
                case SUBMITTED -> null;
                case VALUE -> result == null ? null : (Double) result.value().doubleValue();
                case ROWS -> result == null ? null : (Double) (double) result.rows();
                case DURATION ->
                    started == null || ended == null
                            ? null
                            : (Double) (double) Duration.between(started, ended).toMillis();
            };
        }
    }

    private record Cursor(@Nullable Double number, RunId id) {
        String text() {
            String plain = number + " " + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
        }

        static Cursor parse(String text) {
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
                int space = plain.indexOf(' ');
                String number = plain.substring(0, space);
                return new Cursor(
                        number.equals("null") ? null : Double.valueOf(number), new RunId(plain.substring(space + 1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw ProblemException.invalid("cursor: must be the next of an earlier page");
            }
        }
    }

    /** One page. */
    record Page(List<Run> runs, @Nullable String next) {}

    RunQuery(
            @Nullable String state,
            @Nullable String pipeline,
            @Nullable String since,
            Map<String, String> labels,
            @Nullable String sort,
            int limit,
            @Nullable String cursor) {
        if (state != null && !RunState.LABELS.contains(state)) {
            throw ProblemException.invalid("state: "
                    + Messages.mustBe(
                            "one of " + String.join(", ", RunState.LABELS), '"' + SafeText.excerpt(state) + '"'));
        }
        this.state = state;
        this.pipeline = pipeline;
        this.since = since == null ? null : instant(since);
        this.labels = labels;
        this.ascending = sort != null && !sort.startsWith("-");
        this.sortKey = sort == null ? SortKey.SUBMITTED : sortKey(ascending ? sort : sort.substring(1));
        this.limit = limit;
        this.cursor = cursor == null ? null : Cursor.parse(cursor);
    }

    Page page(RunService runs) {
        List<Run> found = sortKey == SortKey.SUBMITTED && !ascending ? newest(runs) : sorted(runs);
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        List<Run> page = found.subList(0, limit);
        Run last = page.get(limit - 1);
        return new Page(page, new Cursor(sortKey.of(last), last.id()).text());
    }

    private List<Run> newest(RunService runs) {
        Collection<Run> walk = cursor == null ? runs.newestFirst() : runs.newestFirstBefore(cursor.id());
        List<Run> found = new ArrayList<>();
        for (Run run : walk) {
            if (matches(run) && runs.find(run.id()) != null) {
                found.add(run);
                if (found.size() > limit) {
                    break;
                }
            }
        }
        return found;
    }

    /** Retains only the first {@code limit + 1} after the cursor, so that a long history is not sorted completely. */
    private List<Run> sorted(RunService runs) {
        Comparator<Cursor> keys = order();
        Comparator<RunQuery.SortEntry> order = Comparator.comparing(RunQuery.SortEntry::key, keys);
        PriorityQueue<RunQuery.SortEntry> best = new PriorityQueue<>(order.reversed());
        for (Run run : runs.newestFirst()) {
            if (matches(run)) {
                RunQuery.SortEntry entry = new RunQuery.SortEntry(new Cursor(sortKey.of(run), run.id()), run);
                boolean isAfterCursor = cursor == null || keys.compare(entry.key(), cursor) > 0;
                boolean isFirst = best.size() <= limit || order.compare(entry, best.peek()) < 0;
                if (isAfterCursor && isFirst) {
                    best.add(entry);
                    if (best.size() > limit + 1) {
                        best.remove();
                    }
                }
            }
        }
        List<RunQuery.SortEntry> found = new ArrayList<>(best);
        found.removeIf(entry -> runs.find(entry.run().id()) == null);
        found.sort(order);
        return found.stream().map(RunQuery.SortEntry::run).toList();
    }

    /** A run with its sort key, which takes longer to compute than to compare. */
    private record SortEntry(Cursor key, Run run) {}

    private Comparator<Cursor> order() {
        Comparator<Double> numbers = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Comparator<RunId> ids = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return Comparator.comparing(Cursor::number, Comparator.nullsLast(numbers))
                .thenComparing(Cursor::id, ids);
    }

    private boolean matches(Run run) {
        return (state == null || state.equals(run.state().label()))
                && (pipeline == null || pipeline.equals(run.pipeline()))
                && (since == null || !run.state().queuedAt().isBefore(since))
                && run.labels().entrySet().containsAll(labels.entrySet());
    }

    private static SortKey sortKey(String text) {
        for (SortKey key : SortKey.values()) {
            if (key.name().toLowerCase(Locale.ROOT).equals(text)) {
                return key;
            }
        }
        throw ProblemException.invalid("sort: "
                + Messages.mustBe(
                        "submitted, value, rows or duration, with a minus before it for descending order",
                        '"' + SafeText.excerpt(text) + '"'));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid("since: "
                    + Messages.mustBe("a time such as 2026-01-31T12:00:00Z", '"' + SafeText.excerpt(text) + '"'));
        }
    }
}
