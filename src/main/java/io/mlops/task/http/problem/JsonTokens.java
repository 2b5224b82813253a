package io.mlops.task.http.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * The tokens of a client's JSON, each key of an object once. A tree of them takes up to thirty times the memory of its
 * text, so only small ones are built; what may be longer is read item by item.
 */
public final class JsonTokens extends JsonParserDelegate {
    /** Of one tree. */
    static final int MAX_TOKENS = 10_000;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .reader();

    private int remaining = Integer.MAX_VALUE;

    private JsonTokens(JsonParser parser) {
        super(parser);
    }

    static JsonTokens of(String text) throws IOException {
        return new JsonTokens(READER.createParser(text));
    }

    /**
     * Returns the value that starts at the current token.
     *
     * @throws ProblemException if it has more than {@value #MAX_TOKENS} tokens
     */
    public JsonNode tree() throws IOException {
        remaining = MAX_TOKENS;
        JsonNode tree = READER.readTree(this);
        remaining = Integer.MAX_VALUE;
        return tree;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        if (--remaining < 0) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_LARGE,
                    "an object or list of the body must be at most " + MAX_TOKENS + " names, values and brackets");
        }
        return super.nextToken();
    }
}
