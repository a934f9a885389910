package org.fieldledger.command.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.events.EventJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Reads a command from JSON, and says in the writer's own terms where it cannot be read. */
final class CommandReader {

    /** What to write where one of these is read. */
    private static final Map<Class<?>, String> FORMS = Map.of(
            ZoneId.class, "Write a place of the time zone database, such as Europe/Stockholm",
            LocalDate.class, "Write a day, such as 2021-03-04",
            Instant.class, "Write a moment with its offset, such as 2021-03-04T10:00:00Z",
            UUID.class, "Write the id of an event as an answer gave it, such as 0190a5d2-ac96-774b-bcce-b302099a8057",
            Integer.class, "Write a whole number",
            int.class, "Write a whole number",
            long.class, "Write a whole number",
            BigDecimal.class, "Write a number");

    /** Throws {@link Refused} naming the place in the JSON, what is wrong there and what would be right. */
    static <C extends FieldCommand> C read(Class<C> kind, byte[] json) {
        C command;
        try {
            command = EventJson.MAPPER.readValue(json, kind);
        } catch (JacksonException e) {
            throw new Refused(List.of(unreadable(e)));
        }
        if (command == null) throw Refused.because(Rule.REPORT_UNREADABLE, "The request has no body", "Send JSON");
        var empty = FilledIn.problems((Record) command);
        if (!empty.isEmpty()) throw new Refused(empty);
        return command;
    }

    private static Problem unreadable(JacksonException e) {
        var place = place(e);
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                Problem.of(
                        Rule.REPORT_UNREADABLE,
                        "There is nothing called %s".formatted(place),
                        "What can stand there: " + unknown.getKnownPropertyIds());
            case InvalidFormatException format
            when format.getTargetType().isEnum() ->
                Problem.of(
                        Rule.REPORT_UNREADABLE,
                        "%s cannot be '%s'".formatted(place, format.getValue()),
                        "It can be one of " + choices(format.getTargetType()));
            case InvalidFormatException format
            when FORMS.containsKey(format.getTargetType()) ->
                Problem.of(
                        Rule.REPORT_UNREADABLE,
                        "%s cannot be '%s'".formatted(place, format.getValue()),
                        String.valueOf(FORMS.get(format.getTargetType())));
            case MismatchedInputException absent
            when absent.getTargetType() != null && absent.getTargetType().isPrimitive() ->
                Problem.of(Rule.FIELD_NOT_FILLED_IN, "%s is not filled in".formatted(place), "Fill in " + place);
            case StreamReadException broken ->
                Problem.of(
                        Rule.REPORT_UNREADABLE,
                        "The body is not JSON from line %d, column %d on"
                                .formatted(
                                        broken.getLocation().getLineNr(),
                                        broken.getLocation().getColumnNr()),
                        "Send one JSON object");
            default -> {
                var cause = e.getCause();
                yield cause instanceof IllegalArgumentException
                        ? Problem.of(
                                Rule.REPORT_UNREADABLE,
                                "%s: %s".formatted(place, cause.getMessage()),
                                "Put " + place + " right")
                        : Problem.of(
                                Rule.REPORT_UNREADABLE,
                                "%s does not have the form it needs".formatted(place),
                                "Compare it with the schema of the command in /v3/api-docs");
            }
        };
    }

    private static String choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String place(JacksonException e) {
        var place = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return place.isEmpty() ? "The body" : place.startsWith(".") ? place.substring(1) : place;
    }

    private CommandReader() {}
}
