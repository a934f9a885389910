package org.fieldledger.scenarios;

import static org.fieldledger.scenarios.Sentences.ELIN;
import static org.fieldledger.scenarios.Telling.STOCKHOLM;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/** A sentence with its words, within a telling. */
record Said(
        Telling telling,
        Matcher words,
        Map<String, String> found,
        @Nullable Instant toldAt) {

    /** What is labelled can be decided on later, without saying again whom it concerns. */
    Said remembered() {
        if (found.containsKey("label") && has("who") && has("what"))
            telling.remembers(found.get("label"), new Telling.SpokenOf(country(), person("who"), modules("what")));
        return this;
    }

    Telling.SpokenOf spokenOf(String name) {
        return telling.spokenOf(word(name));
    }

    String word(String name) {
        return words.group(name);
    }

    boolean has(String name) {
        return words.namedGroups().containsKey(name) && words.group(name) != null;
    }

    ParticipantCode person(String name) {
        return telling.person(word(name));
    }

    List<ModuleCode> modules(String name) {
        return word(name).equals("everything")
                ? List.of()
                : Stream.of(word(name).split(" and "))
                        .map(ModuleCode::new)
                        .sorted()
                        .toList();
    }

    List<ModuleCode> listed(String name) {
        return Stream.of(word(name).split(", | and ")).map(ModuleCode::new).toList();
    }

    org.fieldledger.events.EventId event(String name) {
        return telling.event(word(name));
    }

    Country country(String name) {
        return word(name).equals("English") ? Country.GB : Country.SE;
    }

    Country country() {
        return has("case") ? country("case") : telling.countryOf(word("who"));
    }

    LocalDate day() {
        return LocalDate.parse(Objects.requireNonNull(found.get("day"), "no day is named"));
    }

    Instant recordedAt() {
        return Objects.requireNonNull(toldAt);
    }

    String born() {
        return found.containsKey("vague") ? found.get("vague") : day().toString();
    }

    Occurred occurred(Country country) {
        var from = found.containsKey("vague")
                ? found.get("vague")
                : found.containsKey("time") ? day() + "T" + LocalTime.parse(found.get("time")) : day().toString();
        return new Occurred(from, null, Telling.zoneOf(country));
    }

    List<FieldCommand> both(java.util.function.Function<Country, FieldCommand> command) {
        return List.of(command.apply(Country.SE), command.apply(Country.GB));
    }

    Report atLarge() {
        return atLarge(Country.SE);
    }

    Report atLarge(Country country) {
        return Report.on(null, occurred(country)).done();
    }

    Report reportIn(Country country) {
        return draft(country).done();
    }

    Report report() {
        return draft(country()).done();
    }

    Report onTheDayItIsTold() {
        var country = telling.countryOf(word("who"));
        return Report.on(
                        telling.caseOf(country),
                        Occurred.on(recordedAt().atZone(STOCKHOLM).toLocalDate(), Telling.zoneOf(country)))
                .by(ELIN)
                .done();
    }

    private Report.Draft draft(Country country) {
        var draft = Report.on(telling.caseOf(country), occurred(country)).by(ELIN);
        if (found.containsKey("corrects"))
            draft.correcting(new Correction(telling.event(found.get("corrects")), "It was written down wrongly"));
        if (found.containsKey("uncovered")) draft.asDeviationBecause(found.get("uncovered"));
        return draft;
    }

    Report fieldwork(List<ParticipantCode> people, String... files) {
        var name = has("who") ? word("who") : word("people").split(" ")[0];
        var draft = draft(telling.countryOf(name)).with(people.toArray(ParticipantCode[]::new));
        for (var file : has("sound") ? new String[] {"audio/wav"} : files)
            draft.keeping(new Artefact(new Sha256("b".repeat(64)), file, "The archive"));
        if (has("mode")) draft.by(word("mode").equals("in person") ? Mode.IN_PERSON : Mode.TELEPHONE);
        return draft.done();
    }

    org.fieldledger.events.FormVersionCode text(String number) {
        return telling.text(country(), number);
    }

    Decider proxy() {
        return new Decider(DeciderCapacity.valueOf(word("as").toUpperCase(Locale.ROOT)), word("by"));
    }

    FieldCommand withdrawal(WithdrawalKind kind, List<Mode> onlyBy, boolean passiveAgreed) {
        return new WithdrawConsent(
                report(),
                person("who"),
                modules("what"),
                kind,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null,
                null,
                null,
                null,
                onlyBy,
                passiveAgreed);
    }
}
