package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.Inquiry.Parameter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Everything held on one person, with its content: question 18 and what stands in each entry. What is about others is left
 * out: their parts in a meeting, and their codes wherever they are written.
 */
final class HeldInFull implements CaseQuestion {

    static final String ANOTHER = "[another person]";

    /**
     * @param title what it is, in words, with nobody else's code
     * @param others how many other people had a part in it
     * @param content the event as it is stored, without what is about others
     */
    record Row(
            String caseCode,
            String participant,
            EverythingHeld.Row held,
            String title,
            int others,
            ObjectNode content) {}

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*[A-Za-z0-9]");

    @Override
    public int number() {
        return 0;
    }

    @Override
    public String name() {
        return "everything-held";
    }

    @Override
    public String asks() {
        return "Everything held on this person, with its content?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.PARTICIPANT);
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.of(Parameter.PARTICIPANT);
    }

    @Override
    public Findings in(AuditTrail trail, Inquiry inquiry) {
        var person = inquiry.participant().orElseThrow();
        var others = others(trail, person);
        var rows = new ArrayList<Row>();
        var everything = new EverythingHeld()
                .in(trail, inquiry).rows().stream()
                        .map(EverythingHeld.Row.class::cast)
                        .toList();
        var contents = trail.opened(everything.stream()
                        .map(held -> trail.find(held.event()).orElseThrow())
                        .toList())
                .iterator();
        for (var held : everything) {
            var event = contents.next().event();
            rows.add(new Row(
                    held.caseCode(),
                    held.participant(),
                    held,
                    without(others, held.title()),
                    (int) Concerned.codes(event).stream()
                            .filter(code -> !code.equals(person))
                            .count(),
                    withoutOthers(EventJson.MAPPER.valueToTree(event), person, others)));
        }
        return Findings.of(rows);
    }

    private static Set<String> others(AuditTrail trail, ParticipantCode person) {
        return trail.everRecorded()
                .flatMap(entry -> Concerned.codes(entry.event()).stream())
                .filter(code -> !code.equals(person))
                .map(ParticipantCode::code)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The same content, with the person's own part alone and nobody else's code in any text. */
    static ObjectNode withoutOthers(ObjectNode event, ParticipantCode person, Set<String> others) {
        if (event.path("envelope").path("participants") instanceof ArrayNode parts) {
            var own = new ArrayList<JsonNode>();
            parts.forEach(part -> {
                if (part.path("participant").asString("").equals(person.code())) own.add(part);
            });
            parts.removeAll();
            parts.addAll(own);
        }
        return (ObjectNode) eachText(event, text -> without(others, text));
    }

    private static String without(Set<String> others, String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(others.contains(word.group()) ? ANOTHER : word.group()));
    }

    private static JsonNode eachText(JsonNode node, UnaryOperator<String> rewriting) {
        return switch (node) {
            case ObjectNode object -> {
                for (var name : List.copyOf(object.propertyNames()))
                    object.set(name, eachText(object.get(name), rewriting));
                yield object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) array.set(i, eachText(array.get(i), rewriting));
                yield array;
            }
            case StringNode text -> StringNode.valueOf(rewriting.apply(text.stringValue()));
            default -> node;
        };
    }
}
