package org.fieldledger.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.ChangeConsent;
import org.fieldledger.command.consent.ConsentCommand.DeferConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveAssent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.RefuseConsent;
import org.fieldledger.command.consent.ConsentCommand.RequestConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.consentform.ConsentFormCommand.ReleaseConsentFormVersion;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.governance.GovernanceCommand.OpenDeviation;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.observation.ObservationCommand.RecordObservation;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.events.Ability;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.RandomField.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RandomField} hardly ever or never brings together, handed in after it: a text that comes late, is corrected and goes
 * out of use, people who agreed on it and were interviewed, of whom it comes to be known later that they had said no before, or that
 * the approval had been on hold, and what is done about that: nothing, a deviation is opened, or the interview turns out to have
 * been an error; and guardians who decide for a child. At the end, other ages at which people decide.
 */
final class ToldLate {

    private static final ModuleCode INTERVIEW = FieldWorld.MODULES.getFirst();

    private final Random random;
    private final Function<Attempt, List<EventId>> desk;
    private Instant now;
    private int number = 2_000_000;

    ToldLate(long seed, Instant after, Function<Attempt, List<EventId>> desk) {
        this.random = new Random(5 * seed);
        this.now = after;
        this.desk = desk;
    }

    /** What was told of one case at first. */
    private record Met(CaseCode caseCode, List<ParticipantCode> people, LocalDate on, List<EventId> interviews) {}

    void tell(List<CaseCode> cases, List<Line> before) {
        var told = cases.stream().map(caseCode -> first(caseCode, before)).toList();
        told.forEach(this::later);
        adopted(Country.SE, 14, cases.getFirst());
        adopted(Country.GB, 17, cases.getLast());
    }

    private Met first(CaseCode caseCode, List<Line> before) {
        var met = FieldWorld.BEGINS.plusDays(30 + random.nextInt(100));
        var text = new FormVersionCode(caseCode + "-TEXT-3");
        var people = List.of(FieldWorld.group(caseCode, AdviceAndNotices.grown(caseCode, before, random), 1));
        var released = release(caseCode, met.minusDays(9), text, "sv", null);
        interview(caseCode, people.getFirst(), met.minusDays(12), "It took place all the same");
        for (var person : people) asked(caseCode, person, met, text);
        for (var event : released) if (random.nextBoolean()) release(caseCode, met.minusDays(8), text, "en", event);
        FieldWorld.people(caseCode).stream()
                .filter(person -> AdviceAndNotices.born(before).contains(person))
                .findFirst()
                .ifPresent(child -> guardiansGive(caseCode, child, met));
        var interviews = people.stream()
                .flatMap(person -> interview(caseCode, person, met, null).stream())
                .toList();
        return new Met(caseCode, people, met, interviews);
    }

    /** Whoever they are, and with the child's own word: some of it is refused where the rules name others. */
    private void guardiansGive(CaseCode caseCode, ParticipantCode child, LocalDate day) {
        var modules = List.of(INTERVIEW, FieldWorld.MODULES.get(3));
        hand(new GiveAssent(report(caseCode, day), child, modules));
        var capacity = FieldWorld.country(caseCode) == Country.SE ? DeciderCapacity.GUARDIAN : DeciderCapacity.PARENT;
        for (var guardian : List.of("Karin", "Lars"))
            hand(new GiveConsent(
                    report(caseCode, day),
                    child,
                    modules,
                    FieldWorld.text(caseCode, 2),
                    new Decider(capacity, guardian),
                    ConsentMethod.WRITTEN,
                    null));
    }

    private void later(Met met) {
        var caseCode = met.caseCode();
        var person = met.people().getFirst();
        if (random.nextBoolean()) gives(caseCode, person, met.on().minusDays(14), FieldWorld.text(caseCode, 1));
        if (random.nextBoolean())
            hand(new RetireConsentFormVersion(
                    FieldWorld.atLarge(on(caseCode, met.on().plusDays(random.nextInt(90)))),
                    new FormVersionCode(caseCode + "-TEXT-3"),
                    "A newer one"));
        if (random.nextInt(3) > 0)
            hand(no(
                    caseCode,
                    met.people().get(random.nextInt(met.people().size())),
                    met.on().minusDays(1)));
        if (random.nextInt(3) == 0) paused(caseCode, met.on());
        interview(caseCode, person, met.on().plusDays(1), "It took place all the same");
        for (var interview : met.interviews()) dealtWith(caseCode, interview);
        afterwards(caseCode, person);
    }

    /** Other ages, from some day on which everything so far may have been told of or not. */
    private void adopted(Country country, int age, CaseCode caseCode) {
        var self = DeciderCapacity.SELF;
        var guardian = DeciderCapacity.GUARDIAN;
        hand(new AdoptConsentRules(
                FieldWorld.atLarge(on(caseCode, today(caseCode).minusDays(random.nextInt(400)))),
                country,
                "late-" + number,
                List.of(
                        new DecisionRule(0, Ability.WITHOUT, false, guardian, Quorum.ALL, false),
                        new DecisionRule(age, Ability.WITH, true, self, Quorum.ONE, false),
                        new DecisionRule(age, Ability.WITHOUT, false, guardian, Quorum.ALL, false)),
                List.of("An authority")));
    }

    /** The approval had been on hold on that day, as comes to be known only now. */
    private void paused(CaseCode caseCode, LocalDate met) {
        var approval = FieldWorld.approval(caseCode);
        hand(new SuspendEthicsApproval(
                FieldWorld.atLarge(on(caseCode, met.minusDays(random.nextInt(3)))), approval, "A pause"));
        hand(new ResumeEthicsApproval(FieldWorld.atLarge(on(caseCode, met.plusDays(2))), approval, "It is over"));
    }

    /** What took place all the same, though by then the approval may be over or never have allowed it. */
    private void afterwards(CaseCode caseCode, ParticipantCode person) {
        var day = today(caseCode).minusDays(1 + random.nextInt(90));
        interview(caseCode, person, day, "It took place all the same");
        hand(new RecordObservation(
                FieldWorld.fieldwork(
                        caseCode, on(caseCode, day), null, null, "It took place all the same", false, person),
                ObservationKind.NON_PARTICIPANT,
                (SiteCode) null,
                null,
                null,
                3,
                "Nobody is named"));
    }

    private LocalDate today(CaseCode caseCode) {
        return now.atZone(FieldWorld.zone(caseCode)).toLocalDate();
    }

    private List<EventId> release(
            CaseCode caseCode, LocalDate day, FormVersionCode text, String language, @Nullable EventId corrected) {
        return hand(new ReleaseConsentFormVersion(
                FieldWorld.atLarge(on(caseCode, day), wrong(corrected)),
                text,
                caseCode + "-TEXT",
                "3.0",
                new Language(language),
                random.nextBoolean(),
                new Sha256("3".repeat(64)),
                FieldWorld.approval(caseCode),
                FieldWorld.MODULES));
    }

    private static @Nullable Correction wrong(@Nullable EventId event) {
        return event == null ? null : new Correction(event, "It was written down wrongly");
    }

    private void asked(CaseCode caseCode, ParticipantCode person, LocalDate met, FormVersionCode text) {
        var day = met.minusDays(3);
        hand(
                switch (random.nextInt(4)) {
                    case 0 ->
                        new RequestConsent(
                                report(caseCode, day), person, List.of(INTERVIEW), text, ConsentMethod.WRITTEN);
                    // Whoever says no is not asked for the text to be one that is known.
                    case 1 ->
                        new RefuseConsent(
                                report(caseCode, day),
                                person,
                                List.of(INTERVIEW),
                                new FormVersionCode(caseCode + "-LOST"),
                                Decider.SELF,
                                ConsentMethod.WRITTEN);
                    default -> new DeferConsent(report(caseCode, day), person, List.of(INTERVIEW), text);
                });
        gives(caseCode, person, met.minusDays(2), text);
    }

    private void gives(CaseCode caseCode, ParticipantCode person, LocalDate day, FormVersionCode text) {
        hand(new GiveConsent(
                report(caseCode, day),
                person,
                List.of(INTERVIEW),
                text,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                random.nextBoolean() ? null : new Sha256("e".repeat(64))));
    }

    private List<EventId> interview(
            CaseCode caseCode, ParticipantCode person, LocalDate day, @Nullable String deviation) {
        return hand(new RecordInterview(
                FieldWorld.fieldwork(caseCode, on(caseCode, day), null, null, deviation, false, person),
                InterviewStyle.NARRATIVE,
                30,
                null));
    }

    /** In one of the ways there are, of which one lets everything else stand. */
    private FieldCommand no(CaseCode caseCode, ParticipantCode person, LocalDate day) {
        var told = report(caseCode, day);
        return switch (random.nextInt(4)) {
            case 0 -> new ExpressDissent(told, person, List.of(INTERVIEW), null, null);
            case 1 ->
                new RefuseConsent(
                        told,
                        person,
                        List.of(INTERVIEW),
                        FieldWorld.text(caseCode, 1),
                        Decider.SELF,
                        ConsentMethod.WRITTEN);
            case 2 ->
                new ChangeConsent(
                        told,
                        person,
                        List.of(FieldWorld.MODULES.get(2)),
                        List.of(INTERVIEW),
                        FieldWorld.text(caseCode, 1),
                        Decider.SELF,
                        ConsentMethod.WRITTEN);
            default ->
                new WithdrawConsent(
                        told,
                        person,
                        List.of(INTERVIEW),
                        WithdrawalKind.values()[random.nextInt(WithdrawalKind.values().length)],
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        false);
        };
    }

    private void dealtWith(CaseCode caseCode, EventId interview) {
        var today = today(caseCode);
        var name = "D-" + number;
        switch (random.nextInt(4)) {
            case 0 -> {
                // nobody has yet
            }
            case 1 -> hand(new OpenDeviation(report(caseCode, today), name, interview, "There was no consent"));
            case 2 ->
                hand(new OpenDeviation(
                        report(caseCode, today), name, null, "There was no consent", List.of(interview), List.of()));
            default ->
                hand(new EnterInError(Report.on(caseCode, on(caseCode, today))
                        .correcting(new Correction(interview, "It was somebody else"))
                        .done()));
        }
    }

    private static Occurred on(CaseCode caseCode, LocalDate day) {
        return Occurred.on(day, FieldWorld.zone(caseCode));
    }

    private static Report report(CaseCode caseCode, LocalDate day) {
        return FieldWorld.report(caseCode, on(caseCode, day), null);
    }

    private List<EventId> hand(FieldCommand command) {
        now = now.plus(Duration.ofMinutes(random.nextInt(600)));
        return desk.apply(new Attempt(number++, now, command));
    }
}
