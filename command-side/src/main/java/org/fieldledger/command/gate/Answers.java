package org.fieldledger.command.gate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.Instrument;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.Occurred;

/** Whether answers fit the version of the instrument they were given on: every item, within its range, or a known reason why not. */
public final class Answers {

    /** Throws {@link Refused} with every answer that does not fit. */
    public static void require(Instrument instrument, String version, Occurred answered, List<Response> responses) {
        if (!instrument.known())
            throw Refused.because(
                    Rule.INSTRUMENT_UNKNOWN,
                    "There is no instrument %s".formatted(instrument.code()),
                    "Check the code, or release the instrument first");
        var released = instrument
                .version(version)
                .filter(known -> instrument.inUse(version, answered))
                .orElseThrow(() -> Refused.because(
                        Rule.INSTRUMENT_VERSION_NOT_IN_USE,
                        "Version %s of %s was not in use on %s".formatted(version, instrument.code(), answered),
                        "Give the version that was answered"));
        var problems = new ArrayList<Problem>();
        var items = released.items().stream().collect(Collectors.toMap(Item::code, Function.identity()));
        var missingCodes =
                released.missingCodes().stream().map(MissingCode::code).collect(Collectors.toSet());
        var answeredItems = new HashSet<String>();
        for (var response : responses) {
            var item = items.get(response.item());
            if (item == null)
                problems.add(Problem.of(
                        Rule.ITEM_UNKNOWN,
                        "%s version %s has no item %s".formatted(instrument.code(), version, response.item()),
                        "Its items are "
                                + String.join(
                                        ", ", items.keySet().stream().sorted().toList())));
            else if (!answeredItems.add(response.item()))
                problems.add(Problem.of(
                        Rule.ALREADY_RECORDED,
                        "Item %s is answered twice".formatted(response.item()),
                        "Give one answer to each item"));
            else fitting(item, response, missingCodes).ifPresent(problems::add);
        }
        for (var item : released.items())
            if (!answeredItems.contains(item.code()))
                problems.add(Problem.of(
                        Rule.ANSWER_MISSING,
                        "Item %s has no answer".formatted(item.code()),
                        "Answer it, or give the missing code that says why there is none: "
                                + String.join(
                                        ", ", missingCodes.stream().sorted().toList())));
        if (!problems.isEmpty()) throw new Refused(problems);
    }

    private static Optional<Problem> fitting(Item item, Response response, Set<String> missingCodes) {
        if (response.missing() != null)
            return missingCodes.contains(response.missing())
                    ? Optional.empty()
                    : Optional.of(Problem.of(
                            Rule.MISSING_CODE_UNKNOWN,
                            "Item %s carries the missing code %s, which the instrument does not have"
                                    .formatted(item.code(), response.missing()),
                            "Its missing codes are "
                                    + String.join(
                                            ", ", missingCodes.stream().sorted().toList())));
        if (item.freeText() == (response.text() != null)) {
            var number = response.number();
            if (number == null || within(item, number)) return Optional.empty();
        }
        return Optional.of(Problem.of(
                Rule.ANSWER_OUT_OF_RANGE,
                "The answer to item %s does not fit it".formatted(item.code()),
                "Item %s takes %s".formatted(item.code(), taken(item))));
    }

    private static boolean within(Item item, BigDecimal number) {
        if (!item.choices().isEmpty()) return item.choices().stream().anyMatch(choice -> choice.compareTo(number) == 0);
        return (item.least() == null || number.compareTo(item.least()) >= 0)
                && (item.greatest() == null || number.compareTo(item.greatest()) <= 0);
    }

    private static String taken(Item item) {
        if (item.freeText()) return "text";
        if (!item.choices().isEmpty()) return "one of " + item.choices();
        var from = item.least() == null ? "any number" : "a number from " + item.least();
        return item.greatest() == null ? from : from + " to " + item.greatest();
    }

    private Answers() {}
}
