package io.mlops.task.execution;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON without a library, because a batch run takes less time than starting one. */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(256);

    private JsonWriter() {}

    /** Indented by two, one key a line, with a final newline; keys in the map's order. */
    static String pretty(Map<String, Object> object) {
        JsonWriter json = new JsonWriter();
        json.object(object, "\n");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String newline) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof RoundedDecimal number) {
            out.append(number.text());
        } else if (value instanceof BigDecimal number) {
            out.append(number.toPlainString());
        } else if (value instanceof Double number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map, newline);
        } else if (value instanceof List<?> list) {
            array(list, newline);
        } else {
            out.append(value);
        }
    }

    private void number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " is no JSON number");
        }
        out.append(value);
    }

    private void object(Map<?, ?> map, String newline) {
        String inner = newline + "  ";
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(inner);
            string(String.valueOf(entry.getKey()));
            out.append(": ");
            value(entry.getValue(), inner);
            out.append(entries.hasNext() ? "," : newline);
        }
        out.append('}');
    }

    private void array(List<?> list, String newline) {
        String inner = newline + "  ";
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(inner);
            value(list.get(i), inner);
            out.append(i + 1 < list.size() ? "," : newline);
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text, i);
        }
        out.append('"');
    }

    private void character(String text, int index) {
        char c = text.charAt(index);
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7f || isLoneSurrogate(text, index)) {
                    out.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        out.append(HEX.charAt((c >> shift) & 0xf));
                    }
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
