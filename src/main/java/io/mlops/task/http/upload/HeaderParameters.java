package io.mlops.task.http.upload;

import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a header such as {@code Content-Disposition}: tokens or quoted strings, by names in any case
 * (RFC 9110, section 5.6.6). A backslash in a quoted string quotes only a quote or another backslash, since some clients
 * send Windows paths.
 */
final class HeaderParameters {
    private static final String EXTENDED =
            "a charset (UTF-8 or ISO-8859-1), a language and percent-encoded characters, "
                    + "such as UTF-8''caf%C3%A9.csv";

    private final Map<String, String> parameters = new HashMap<>();
    private final String header;
    private int at;

    private HeaderParameters(String header) {
        this.header = header;
        this.at = header.indexOf(';');
        while (at >= 0 && at < header.length()) {
            at++;
            readParameter();
        }
    }

    /** @throws ProblemException if a parameter occurs twice */
    static HeaderParameters parse(String header) {
        return new HeaderParameters(header);
    }

    @Nullable
    String get(String name) {
        return parameters.get(name);
    }

    /**
     * Returns a parameter that may be given in the extended notation of RFC 8187, which precedes the plain one.
     *
     * @throws ProblemException if the notation is invalid
     */
    @Nullable
    String getExtended(String name) {
        String extended = parameters.get(name + '*');
        return extended == null ? parameters.get(name) : decoded(name, extended);
    }

    private void readParameter() {
        int end = at;
        while (end < header.length() && header.charAt(end) != '=' && header.charAt(end) != ';') {
            end++;
        }
        String name = header.substring(at, end).strip().toLowerCase(Locale.ROOT);
        at = end;
        if (end < header.length() && header.charAt(end) == '=') {
            at++;
            if (parameters.put(name, value()) != null) {
                throw ProblemException.invalid('"' + SafeText.excerpt(name) + "\" must occur once in a header");
            }
        }
    }

    private String value() {
        while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
            at++;
        }
        if (at < header.length() && header.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        at = end(';');
        return header.substring(from, at).strip();
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < header.length() && header.charAt(at) != '"') {
            if (header.charAt(at) == '\\' && at + 1 < header.length() && "\"\\".indexOf(header.charAt(at + 1)) >= 0) {
                at++;
            }
            text.append(header.charAt(at++));
        }
        at = end(';');
        return text.toString();
    }

    private int end(char delimiter) {
        int end = header.indexOf(delimiter, at);
        return end < 0 ? header.length() : end;
    }

    private static String decoded(String name, String extended) {
        int language = extended.indexOf('\'');
        int text = extended.indexOf('\'', language + 1);
        Charset charset = language < 0 ? null : charset(extended.substring(0, language));
        ByteBuffer bytes = text < 0 || charset == null ? null : bytes(extended.substring(text + 1));
        if (charset != null && bytes != null) {
            try {
                return charset.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException e) {
                // Rejected below.
            }
        }
        throw ProblemException.invalid(
                name + "*: " + Messages.mustBe(EXTENDED, '"' + SafeText.excerpt(extended) + '"'));
    }

    private static @Nullable Charset charset(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8" -> StandardCharsets.UTF_8;
            case "ISO-8859-1" -> StandardCharsets.ISO_8859_1;
            default -> null;
        };
    }

    /** Null if a percent sign has no two hexadecimal digits. */
    private static @Nullable ByteBuffer bytes(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
