package org.fieldledger.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.AppointRelationship;
import org.fieldledger.command.consent.ConsentCommand.AssessCapacity;
import org.fieldledger.command.consent.ConsentCommand.EndRelationship;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.TellOfAmendment;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.governance.GovernanceCommand.GiveReleaseNotice;
import org.fieldledger.command.governance.GovernanceCommand.ReleaseData;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.RandomField.Attempt;

/**
 * What {@link RandomField} hardly ever or never brings together, handed in after it: people who cannot decide, consultees who
 * advise before, on and after the day of the finding and who are followed by another, amendments that people are told of, people
 * who agree and meet, and data that are released before and after somebody withdraws what is in them.
 */
final class AdviceAndNotices {

    private final Random random;
    private final Function<Attempt, List<EventId>> desk;
    private Instant now;
    private int number = 1_000_000;

    AdviceAndNotices(long seed, Instant after, Function<Attempt, List<EventId>> desk) {
        this.random = new Random(seed);
        this.now = after;
        this.desk = desk;
    }

    void tell(List<CaseCode> cases, List<Line> before) {
        for (var caseCode : cases) {
            advice(caseCode, grown(caseCode, before, random));
            for (var days : List.of(40, 20))
                for (var amendment : amended(caseCode, days)) if (random.nextInt(3) > 0) notice(caseCode, amendment);
            together(caseCode);
            releases(caseCode);
        }
    }

    /** Somebody of whom no birth is known counts as grown up, and only they have a consultee; anybody, where there is none. */
    static ParticipantCode grown(CaseCode caseCode, List<Line> before, Random random) {
        var people = FieldWorld.people(caseCode);
        var born = born(before);
        return people.stream()
                .filter(person -> !born.contains(person))
                .findFirst()
                .orElseGet(() -> people.get(random.nextInt(people.size())));
    }

    /** Everybody of whom a birth was recorded. */
    static Set<ParticipantCode> born(List<Line> before) {
        return before.stream()
                .map(Line::event)
                .filter(BirthRecorded.class::isInstance)
                .map(event -> ((BirthRecorded) event).participant())
                .collect(Collectors.toSet());
    }

    private void advice(CaseCode caseCode, ParticipantCode person) {
        var found = FieldWorld.BEGINS.plusDays(50 + random.nextInt(100));
        var module = FieldWorld.MODULES.get(random.nextInt(FieldWorld.MODULES.size()));
        hand(new AppointRelationship(
                report(caseCode, found.minusDays(30)), person, List.of(), RelationshipKind.CONSULTEE, "Maud"));
        hand(new AssessCapacity(
                report(caseCode, found.minusDays(20)),
                person,
                List.of(module),
                "to take part",
                CapacityOutcome.LACKS_CAPACITY,
                "A doctor"));
        if (random.nextBoolean()) advises(caseCode, person, module, found.minusDays(10));
        hand(new AssessCapacity(
                report(caseCode, found),
                person,
                List.of(module),
                "to take part",
                CapacityOutcome.LACKS_CAPACITY,
                "A doctor"));
        advises(caseCode, person, module, found.plusDays(random.nextInt(3)));
        if (random.nextInt(3) > 0) return;
        hand(new EndRelationship(
                report(caseCode, found.plusDays(40)), person, List.of(), RelationshipKind.CONSULTEE, "Maud", "Moved"));
        hand(new AppointRelationship(
                report(caseCode, found.plusDays(50)), person, List.of(), RelationshipKind.CONSULTEE, "Nora"));
    }

    private void advises(CaseCode caseCode, ParticipantCode person, ModuleCode module, LocalDate day) {
        hand(new GiveConsent(
                report(caseCode, day),
                person,
                List.of(module),
                new FormVersionCode(caseCode + "-TEXT-" + (1 + random.nextInt(2))),
                new Decider(DeciderCapacity.CONSULTEE, "Maud"),
                ConsentMethod.WRITTEN,
                null));
    }

    /** By an amendment that every text of the approval falls under, and that asks for nothing but to be told. */
    private List<EventId> amended(CaseCode caseCode, int daysAgo) {
        return hand(new AmendEthicsApproval(
                Report.on(null, Occurred.on(today(caseCode).minusDays(daysAgo), FieldWorld.zone(caseCode)))
                        .done(),
                new ApprovalReference(caseCode + "-2019"),
                "N" + number,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                ReconsentRule.NOTIFY,
                null));
    }

    private LocalDate today(CaseCode caseCode) {
        return now.atZone(FieldWorld.zone(caseCode)).toLocalDate();
    }

    /** Of all modules, or of one. */
    private void notice(CaseCode caseCode, EventId amendment) {
        var modules = random.nextBoolean()
                ? List.<ModuleCode>of()
                : List.of(FieldWorld.MODULES.get(random.nextInt(FieldWorld.MODULES.size())));
        hand(new TellOfAmendment(
                report(caseCode, today(caseCode).minusDays(random.nextInt(20))),
                FieldWorld.person(caseCode, 1 + random.nextInt(FieldWorld.PEOPLE)),
                modules,
                amendment));
    }

    /**
     * Two or three who agreed to interviews and met, in the first months, told late: before a release, so that one of them can
     * stand in the way of all.
     */
    private void together(CaseCode caseCode) {
        var met = FieldWorld.BEGINS.plusDays(20 + random.nextInt(60));
        var group = FieldWorld.group(
                caseCode,
                FieldWorld.person(caseCode, 1 + random.nextInt(FieldWorld.PEOPLE)),
                1 + random.nextInt(FieldWorld.PEOPLE - 1));
        for (var person : group)
            hand(new GiveConsent(
                    report(caseCode, met.minusDays(2)),
                    person,
                    List.of(FieldWorld.MODULES.getFirst()),
                    FieldWorld.text(caseCode, 1 + random.nextInt(2)),
                    new Decider(DeciderCapacity.SELF, null),
                    ConsentMethod.WRITTEN,
                    null));
        hand(new HoldFocusGroup(
                FieldWorld.fieldwork(
                        caseCode, Occurred.on(met, FieldWorld.zone(caseCode)), null, null, null, false, group),
                new SessionCode("TOGETHER-" + number),
                "Going home"));
        if (random.nextBoolean())
            withdraw(caseCode, group[random.nextInt(group.length)], FieldWorld.MODULES.getFirst());
    }

    /** One before a withdrawal and one after it; whoever received the first is sometimes told. */
    private void releases(CaseCode caseCode) {
        release(caseCode, "EARLY");
        var withdrawn = withdraw(
                caseCode,
                FieldWorld.person(caseCode, 1 + random.nextInt(FieldWorld.PEOPLE)),
                FieldWorld.MODULES.get(random.nextInt(FieldWorld.MODULES.size())));
        release(caseCode, "LATER");
        if (random.nextBoolean())
            for (var because : withdrawn)
                hand(new GiveReleaseNotice(report(caseCode, today(caseCode)), name(caseCode, "EARLY"), because));
    }

    private List<EventId> withdraw(CaseCode caseCode, ParticipantCode person, ModuleCode module) {
        var kinds = List.of(WithdrawalKind.NO_NEW_USE, WithdrawalKind.RESTRICT_OR_OBJECT, WithdrawalKind.DESTROY);
        return hand(new WithdrawConsent(
                report(caseCode, today(caseCode)),
                person,
                List.of(module),
                kinds.get(random.nextInt(kinds.size())),
                new Decider(DeciderCapacity.SELF, null),
                ConsentMethod.WRITTEN,
                null,
                null,
                null,
                null,
                List.of(),
                false));
    }

    private void release(CaseCode caseCode, String which) {
        hand(new ReleaseData(
                report(caseCode, today(caseCode)), name(caseCode, which), "A university", "Everything", 40));
    }

    private static String name(CaseCode caseCode, String which) {
        return caseCode + "-" + which;
    }

    private static Report report(CaseCode caseCode, LocalDate day) {
        return Report.on(caseCode, Occurred.on(day, FieldWorld.zone(caseCode)))
                .by(FieldWorld.ELIN)
                .done();
    }

    private List<EventId> hand(FieldCommand command) {
        now = now.plus(Duration.ofMinutes(random.nextInt(90)));
        return desk.apply(new Attempt(number++, now, command));
    }
}
