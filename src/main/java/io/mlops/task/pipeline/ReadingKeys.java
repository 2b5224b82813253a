package io.mlops.task.pipeline;

import io.mlops.task.config.ChoiceKey;
import io.mlops.task.config.ConfigReader;
import io.mlops.task.config.IntegerKey;
import io.mlops.task.config.Key;
import io.mlops.task.config.ParsedKey;
import io.mlops.task.config.ParsedKey.Item;
import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.JobException;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.Dialect.HeaderPlace;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.time.TimeParser;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration keys that say how a file is read; named as in pandas' {@code read_csv}, if it has such a parameter. */
final class ReadingKeys {
    private static final String AUTO = "auto";
    private static final String NONE = "none";
    private static final int MAX_WORDS = 100;
    private static final int MAX_FOOTER = 1000;

    private static final ParsedKey<ColumnRef> COLUMN = ParsedKey.parsed(
            "column",
            "the column to read: its name, or its place from 0",
            ConfigKey.Type.STRING_OR_INTEGER,
            "a column's name or its place, from 0",
            items -> column(items.get(0)),
            ReadingKeys::text,
            new ColumnRef.Named("close"));
    private static final ChoiceKey<MissingPolicy> MISSING = ChoiceKey.choice(
            "missing", "what to do with rows without a value", MissingPolicy.values(), MissingPolicy.KEEP);
    private static final ParsedKey<Optional<Character>> DELIMITER = ParsedKey.parsed(
            "delimiter",
            "between fields: auto is that of the header, one of , ; tab |",
            ConfigKey.Type.STRING,
            "auto, tab or one ASCII character",
            items -> delimiter(items.get(0).text()),
            delimiter -> delimiter.map(ReadingKeys::name).orElse(AUTO),
            Optional.empty());
    private static final ParsedKey<HeaderPlace> HEADER = ParsedKey.parsed(
            "header",
            "the line of the names: auto is the first of 20 that has the column",
            ConfigKey.Type.STRING_OR_INTEGER,
            "auto, none or a line, from 1",
            items -> header(items.get(0)),
            ReadingKeys::text,
            HeaderPlace.AUTO);
    private static final ParsedKey<Character> DECIMAL = ParsedKey.parsed(
            "decimal",
            "the decimal point, . or ,",
            ConfigKey.Type.STRING,
            "\".\" or \",\"",
            items -> items.get(0).text().equals(".")
                    ? (Character) '.'
                    : items.get(0).text().equals(",") ? (Character) ',' : null,
            String::valueOf,
            '.');
    private static final ParsedKey<Optional<Character>> THOUSANDS = ParsedKey.parsed(
            "thousands",
            "between groups of three digits",
            ConfigKey.Type.STRING,
            "none or one character",
            items -> thousands(items.get(0).text()),
            thousands -> thousands.map(String::valueOf).orElse(NONE),
            Optional.empty());
    private static final ParsedKey<List<String>> NA_VALUES = ParsedKey.parsed(
            "na_values",
            "further texts that mean a missing value",
            ConfigKey.Type.STRINGS_OR_NUMBERS,
            "a text or a list of at most " + MAX_WORDS,
            items -> items.size() > MAX_WORDS
                    ? null
                    : items.stream().map(Item::text).toList(),
            words -> words.isEmpty() ? NONE : String.join(", ", words),
            List.of());
    private static final IntegerKey SKIP_FOOTER = IntegerKey.integer(
                    "skip_footer", "lines at the end that are not read")
            .range(0, MAX_FOOTER)
            .orElse(0);
    private static final ParsedKey<Optional<Charset>> ENCODING = ParsedKey.parsed(
            "encoding",
            "of the characters: auto is UTF-8 or UTF-16",
            ConfigKey.Type.STRING,
            "auto or a charset's name, such as windows-1252",
            items -> encoding(items.get(0).text()),
            encoding -> encoding.map(Charset::name).orElse(AUTO),
            Optional.empty());
    private static final ParsedKey<TimeColumns> TIME = ParsedKey.parsed(
            "time",
            "the column of the time; several are joined with a blank; auto finds it by name and values",
            ConfigKey.Type.STRINGS_OR_INTEGERS,
            "auto, none, or columns' names or places",
            ReadingKeys::time,
            TimeColumns::text,
            new TimeColumns(true, List.of()));
    private static final ParsedKey<Optional<String>> TIME_FORMAT = ParsedKey.parsed(
            "time_format",
            "a pattern of java.time.format.DateTimeFormatter; auto knows the usual ones",
            ConfigKey.Type.STRING,
            "auto or a pattern such as dd/MM/uuuu HH:mm",
            items -> timeFormat(items.get(0).text()),
            format -> format.orElse(AUTO),
            Optional.empty());
    private static final ParsedKey<Optional<ColumnRef>> GROUP = ParsedKey.parsed(
            "group",
            "the column that tells series apart; each has a rolling mean of its own",
            ConfigKey.Type.STRING_OR_INTEGER,
            "none, or a column's name or its place, from 0",
            items -> items.get(0).text().equals(NONE) ? Optional.empty() : optional(column(items.get(0))),
            group -> group.map(ReadingKeys::text).orElse(NONE),
            Optional.empty());

    static final List<Key<?>> ALL = List.of(
            COLUMN,
            MISSING,
            DELIMITER,
            HEADER,
            DECIMAL,
            THOUSANDS,
            NA_VALUES,
            SKIP_FOOTER,
            ENCODING,
            TIME,
            TIME_FORMAT,
            GROUP);

    /** @param detected whether the columns are found in the file */
    private record TimeColumns(boolean detected, List<ColumnRef> columns) {
        String text() {
            if (detected) {
                return AUTO;
            }
            return columns.isEmpty()
                    ? NONE
                    : String.join(", ", columns.stream().map(ReadingKeys::text).toList());
        }
    }

    /**
     * What the keys say, apart from how many threads read.
     *
     * @param missing what to do with a row that has no value
     */
    record Reading(ColumnRef column, MissingPolicy missing, Dialect dialect, KeyColumns keys) {}

    private ReadingKeys() {}

    static Reading read(ConfigReader values) throws JobException {
        Character decimal = values.get(DECIMAL);
        Character thousands = values.get(THOUSANDS).orElse(null);
        if (decimal.equals(thousands)) {
            throw values.invalid("thousands", "must be another character than decimal, was \"" + thousands + '"');
        }
        Dialect dialect = new Dialect(
                values.get(DELIMITER).orElse(null),
                values.get(HEADER),
                decimal,
                thousands,
                values.get(NA_VALUES),
                values.get(SKIP_FOOTER).intValue(),
                values.get(ENCODING).orElse(null));
        ColumnRef column = values.get(COLUMN);
        if (dialect.header() instanceof HeaderPlace.None && !(column instanceof ColumnRef.Placed)) {
            throw values.invalid("column", "must be a place, from 0, if header is none, was " + column.label());
        }
        TimeColumns time = values.get(TIME);
        KeyColumns keys = new KeyColumns(
                time.columns(),
                time.detected(),
                values.get(TIME_FORMAT).orElse(null),
                values.get(GROUP).orElse(null));
        return new Reading(column, values.get(MISSING), dialect, keys);
    }

    private static @Nullable ColumnRef column(Item item) {
        if (item.isInteger()) {
            return new ColumnRef.Placed(Integer.parseInt(item.text()));
        }
        return item.text().isBlank() ? null : new ColumnRef.Named(item.text());
    }

    @SuppressWarnings("NullableOptional") // null: no such column
    private static <T> @Nullable Optional<T> optional(@Nullable T value) {
        return value == null ? null : Optional.of(value);
    }

    private static String text(ColumnRef column) {
        return column instanceof ColumnRef.Named named ? named.name() : column.label();
    }

    private static String text(HeaderPlace header) {
        if (header instanceof HeaderPlace.Line place) {
            return Integer.toString(place.line());
        }
        return header instanceof HeaderPlace.None ? NONE : AUTO;
    }

    private static @Nullable HeaderPlace header(Item item) {
        if (item.text().equals(AUTO)) {
            return HeaderPlace.AUTO;
        }
        if (item.text().equals(NONE)) {
            return HeaderPlace.NONE;
        }
        int line = item.isInteger() ? Integer.parseInt(item.text()) : 0;
        return line < 1 ? null : new HeaderPlace.Line(line);
    }

    @SuppressWarnings("NullableOptional") // null: not valid
    private static @Nullable Optional<Character> delimiter(String text) {
        if (text.equals(AUTO)) {
            return Optional.empty();
        }
        String character = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        boolean valid = character.length() == 1
                && character.charAt(0) < 0x80
                && !Character.isLetterOrDigit(character.charAt(0))
                && "\"\r\n.-+".indexOf(character.charAt(0)) < 0
                && character.charAt(0) != 0;
        return valid ? Optional.of(character.charAt(0)) : null;
    }

    private static String name(char delimiter) {
        return delimiter == '\t' ? "tab" : Character.toString(delimiter);
    }

    @SuppressWarnings("NullableOptional") // null: not valid
    private static @Nullable Optional<Character> thousands(String text) {
        if (text.equals(NONE)) {
            return Optional.empty();
        }
        boolean valid = text.length() == 1 && !Character.isLetterOrDigit(text.charAt(0)) && "-+\"".indexOf(text) < 0;
        return valid ? Optional.of(text.charAt(0)) : null;
    }

    @SuppressWarnings("NullableOptional") // null: not valid
    private static @Nullable Optional<Charset> encoding(String text) {
        if (text.equals(AUTO)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(text));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    @SuppressWarnings("NullableOptional") // null: not valid
    private static @Nullable Optional<String> timeFormat(String text) {
        if (text.equals(AUTO)) {
            return Optional.empty();
        }
        try {
            boolean known = !TimeParser.formatter(text).toString().isEmpty();
            return known && !text.isBlank() ? Optional.of(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable TimeColumns time(List<Item> items) {
        if (items.size() == 1 && items.get(0).text().equals(AUTO)) {
            return new TimeColumns(true, List.of());
        }
        if (items.size() == 1 && items.get(0).text().equals(NONE)) {
            return new TimeColumns(false, List.of());
        }
        List<ColumnRef> columns = new ArrayList<>();
        for (Item item : items) {
            ColumnRef column = column(item);
            if (column == null) {
                return null;
            }
            columns.add(column);
        }
        return columns.isEmpty() || columns.size() > 8 ? null : new TimeColumns(false, columns);
    }
}
