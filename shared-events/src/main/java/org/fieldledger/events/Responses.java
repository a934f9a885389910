package org.fieldledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.fieldledger.events.MeasureEvent.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What was answered, item by item; or, in its place, the sealed form or the reason why it cannot be read. Sealed as one, and
 * the texts in it once more by themselves, so that the numbers can be opened for reckoning and the words stay closed.
 *
 * @param given in the order of the answers; empty where they are not open
 * @param withheld what stands in their place; absent while they are open
 */
public record Responses(List<Response> given, @Nullable String withheld) implements Sealable<Responses> {

    public Responses {
        given = List.copyOf(given);
        if (withheld != null && !given.isEmpty())
            throw new IllegalArgumentException("Answers are either open or withheld, not both");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Responses of(List<Response> given) {
        return new Responses(given, null);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Responses withheld(String inTheirPlace) {
        return new Responses(List.of(), inTheirPlace);
    }

    @JsonValue
    Object asJson() {
        return withheld == null ? given : withheld;
    }

    @Override
    public boolean open() {
        return withheld == null;
    }

    /** {@code {"S1":4,"S2":"in words","S3":["refused"]}}: a third of what the list takes. */
    @Override
    public String written() {
        if (withheld != null) return withheld;
        var written = new StringWriter(16 + 12 * given.size());
        try (var json = EventJson.MAPPER.createGenerator(written)) {
            json.writeStartObject();
            for (var response : given) {
                json.writeName(response.item());
                if (response.number() != null) json.writeNumber(response.number());
                else if (response.text() != null) json.writeString(response.text());
                else {
                    json.writeStartArray();
                    json.writeString(response.missing());
                    json.writeEndArray();
                }
            }
            json.writeEndObject();
        }
        return Sealable.inSteps(written.toString());
    }

    @Override
    public Responses read(String written) {
        if (!written.startsWith("{\"") && !written.startsWith("{}")) return withheld(written);
        var responses = new ArrayList<Response>();
        try (var json = EventJson.MAPPER.createParser(written)) {
            expect(JsonToken.START_OBJECT, json.nextToken());
            for (var item = json.nextName(); item != null; item = json.nextName())
                responses.add(response(item, json.nextToken(), json));
            expect(JsonToken.END_OBJECT, json.currentToken());
        }
        return of(responses);
    }

    private static Response response(String item, JsonToken value, JsonParser json) {
        if (value == JsonToken.VALUE_STRING) return new Response(item, null, json.getString(), null);
        if (value != JsonToken.START_ARRAY) return Response.of(item, number(json));
        expect(JsonToken.VALUE_STRING, json.nextToken());
        var missing = Response.missing(item, json.getString());
        expect(JsonToken.END_ARRAY, json.nextToken());
        return missing;
    }

    private static BigDecimal number(JsonParser json) {
        return json.getDecimalValue();
    }

    private static void expect(JsonToken wanted, JsonToken is) {
        if (is != wanted) throw new IllegalArgumentException("Answers are not written like this: " + is);
    }
}
