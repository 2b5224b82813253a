package io.mlops.task.http.problem;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JSON object that a client sent: of bounded size, each key once, nothing after it. */
public record JsonBody(JsonNode json) {
    public static final int MAX_BYTES = 1 << 20;

    /** Reads JSON from its tokens; the current one is the first, null if there is none. */
    @FunctionalInterface
    public interface TokenReader<T> {
        T read(JsonTokens tokens) throws IOException;
    }

    public static JsonBody read(InputStream body) throws IOException {
        return read(bytes(body));
    }

    private static JsonBody read(byte[] bytes) throws IOException {
        return parse(
                bytes,
                0,
                bytes.length,
                tokens -> new JsonBody(requireObject(tokens).tree()));
    }

    public static JsonTokens requireObject(JsonTokens tokens) {
        if (!tokens.hasToken(JsonToken.START_OBJECT)) {
            throw ProblemException.invalid("the body must be a JSON object");
        }
        return tokens;
    }

    /** Returns the value of the only key that the object may have; null if the key or the whole body is missing. */
    public static @Nullable String optionalString(InputStream body, String key) throws IOException {
        byte[] bytes = bytes(body);
        if (bytes.length == 0) {
            return null;
        }
        JsonBody json = read(bytes);
        json.rejectUnknownKeys(List.of(key));
        return json.text(key);
    }

    public void rejectUnknownKeys(Collection<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw ProblemException.invalid(
                        "key \"" + SafeText.excerpt(key) + "\": unknown, must be one of " + String.join(", ", known));
            }
        }
    }

    /** Returns the body, which has at most {@value #MAX_BYTES} bytes. */
    public static byte[] bytes(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_LARGE, "must be at most " + MAX_BYTES + " bytes of JSON");
        }
        return bytes;
    }

    /** Passes on each item of a list, or the only value; returns whether it is a list. */
    public static boolean forEach(InputStream body, Consumer<JsonNode> item) throws IOException {
        byte[] bytes = bytes(body);
        return parse(bytes, 0, bytes.length, tokens -> {
            boolean list = tokens.hasToken(JsonToken.START_ARRAY);
            if (!list) {
                item.accept(tokens.hasCurrentToken() ? tokens.tree() : MissingNode.getInstance());
            }
            while (list && tokens.nextToken() != JsonToken.END_ARRAY) {
                item.accept(tokens.tree());
            }
            return list;
        });
    }

    public static <T> T parse(byte[] bytes, int from, int length, TokenReader<T> reader) throws IOException {
        try (JsonTokens tokens = JsonTokens.of(text(bytes, from, length))) {
            tokens.nextToken();
            T read = reader.read(tokens);
            if (tokens.nextToken() != null) {
                throw new JsonParseException(tokens, "something follows the value");
            }
            return read;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw ProblemException.invalid("not JSON: line " + line + ": " + SafeText.excerpt(e.getOriginalMessage()));
        }
    }

    /** Jackson itself also reads other encodings, and accepts some invalid UTF-8. */
    private static String text(byte[] bytes, int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.invalid("not JSON: it is not UTF-8");
        }
    }

    Iterable<String> keys() {
        return json::fieldNames;
    }

    /** Returns the object; empty if it is missing. */
    public JsonBody object(String key) {
        JsonNode value = json.path(key);
        if (!value.isObject() && !value.isMissingNode() && !value.isNull()) {
            throw ProblemException.invalid("key \"" + key + "\": must be an object");
        }
        return new JsonBody(value);
    }

    public @Nullable String text(String key) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw ProblemException.invalid("key \"" + SafeText.excerpt(key) + "\": must be a string");
        }
        return value.textValue();
    }

    /** Returns all keys with their strings. */
    public Map<String, String> strings() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!entry.getValue().isTextual()) {
                throw ProblemException.invalid("key \"" + SafeText.excerpt(entry.getKey()) + "\": must be a string");
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }

    /** Returns all keys with their values as JSON, which is YAML too. */
    public Map<String, String> scalars() {
        Map<String, String> scalars = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            scalars.put(entry.getKey(), entry.getValue().toString());
        }
        return scalars;
    }
}
