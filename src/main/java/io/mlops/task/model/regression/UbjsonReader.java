package io.mlops.task.model.regression;

import io.mlops.task.text.Messages;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Universal Binary JSON as XGBoost writes it (draft 12: counted and typed arrays, big-endian numbers).
 * Objects become maps, arrays lists, integers {@code Long}, other numbers {@code Double}; typed arrays of {@code float}
 * and {@code int} become {@code float[]} and {@code int[]}. Invalid input is an {@link IllegalArgumentException}.
 */
final class UbjsonReader {
    private final ByteBuffer bytes;

    private UbjsonReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static Map<String, Object> read(byte[] bytes) {
        try {
            UbjsonReader ubj = new UbjsonReader(ByteBuffer.wrap(bytes));
            return object(ubj.value(ubj.typeMarker()));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("truncated after " + bytes.length + " bytes, within a value", e);
        }
    }

    static Map<String, Object> object(Map<String, Object> parent, String key) {
        return object(field(parent, key));
    }

    @SuppressWarnings("unchecked") // this reader only creates maps with string keys
    static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(Messages.mustBe("an object", String.valueOf(value)));
    }

    @SuppressWarnings("unchecked") // this reader only creates lists of objects
    static List<Object> list(Map<String, Object> parent, String key) {
        if (field(parent, key) instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new IllegalArgumentException(key + " is not a list");
    }

    static String text(Map<String, Object> parent, String key) {
        return String.valueOf(field(parent, key));
    }

    static float[] floats(Map<String, Object> parent, String key) {
        if (field(parent, key) instanceof float[] floats) {
            return floats;
        }
        throw new IllegalArgumentException(key + " is not an array of floats");
    }

    static int[] ints(Map<String, Object> parent, String key) {
        if (field(parent, key) instanceof int[] ints) {
            return ints;
        }
        throw new IllegalArgumentException(key + " is not an array of integers");
    }

    private static Object field(Map<String, Object> parent, String key) {
        Object value = parent.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private Object value(char type) {
        return switch (type) {
            case '{' -> object();
            case '[' -> array();
            case 'S' -> string();
            case 'C' -> String.valueOf(typeMarker());
            case 'T' -> true;
            case 'F' -> false;
            case 'Z' -> "";
            case 'd' -> (double) bytes.getFloat();
            case 'D' -> bytes.getDouble();
            default -> integer(type);
        };
    }

    private long integer(char type) {
        return switch (type) {
            case 'i' -> bytes.get();
            case 'U' -> bytes.get() & 0xFF;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            default ->
                throw new IllegalArgumentException("unknown type '" + type + "' at byte " + (bytes.position() - 1));
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (char next = typeMarker(); next != '}'; next = typeMarker()) {
            String key = string(integer(next));
            members.put(key, value(typeMarker()));
        }
        return members;
    }

    private Object array() {
        char next = typeMarker();
        if (next == '$') {
            char type = typeMarker();
            typeMarker();
            return typedArray(type, length(integer(typeMarker())));
        }
        if (next == '#') {
            int length = length(integer(typeMarker()));
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                values.add(value(typeMarker()));
            }
            return values;
        }
        List<Object> values = new ArrayList<>();
        for (; next != ']'; next = typeMarker()) {
            values.add(value(next));
        }
        return values;
    }

    private Object typedArray(char type, int length) {
        if (type == 'd') {
            float[] floats = new float[length];
            for (int i = 0; i < length; i++) {
                floats[i] = bytes.getFloat();
            }
            return floats;
        }
        int[] ints = new int[length];
        for (int i = 0; i < length; i++) {
            ints[i] = (int) integer(type);
        }
        return ints;
    }

    private String string() {
        return string(integer(typeMarker()));
    }

    private String string(long length) {
        byte[] text = new byte[length(length)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private int length(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("length " + length + " at byte " + bytes.position()
                    + " exceeds the remaining " + bytes.remaining());
        }
        return (int) length;
    }

    private char typeMarker() {
        return (char) bytes.get();
    }
}
