package org.fieldledger.oracle;

import static org.fieldledger.oracle.FieldWorld.BEGINS;
import static org.fieldledger.oracle.FieldWorld.ELIN;
import static org.fieldledger.oracle.FieldWorld.MODULES;
import static org.fieldledger.oracle.FieldWorld.PEOPLE;
import static org.fieldledger.oracle.FieldWorld.approval;
import static org.fieldledger.oracle.FieldWorld.atLarge;
import static org.fieldledger.oracle.FieldWorld.country;
import static org.fieldledger.oracle.FieldWorld.extract;
import static org.fieldledger.oracle.FieldWorld.fieldwork;
import static org.fieldledger.oracle.FieldWorld.group;
import static org.fieldledger.oracle.FieldWorld.person;
import static org.fieldledger.oracle.FieldWorld.report;
import static org.fieldledger.oracle.FieldWorld.text;
import static org.fieldledger.oracle.FieldWorld.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.CloseCase;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.material.MaterialCommand.ReceiveDataset;
import org.fieldledger.command.observation.ObservationCommand.RecordObservation;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Held;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * Invented fieldwork from a seed, as commands: two countries, people of every age with guardians and consultees, decisions of
 * every kind, withdrawals of all seven, approvals that lapse and are amended, rules that change, late and backdated entries,
 * vague dates, corrections, errors, and actions that try their luck at the gate.
 */
final class RandomField {

    /** One thing handed in, at that time by the store's clock. Its number stays its own when others are left out. */
    record Attempt(int number, Instant at, FieldCommand command) {
        @Override
        public String toString() {
            return "%3d %s %s".formatted(number, at, command.toString().replaceAll("\\w+=(null|\\[]|false)(, )?", ""));
        }
    }

    /** What was recorded and may be corrected, invalidated or decided on: how it could be said again. */
    private record Recorded(EventId id, CaseCode caseCode, BiFunction<Occurred, Correction, FieldCommand> again) {}

    private record Objection(EventId id, CaseCode caseCode) {}

    /** The cases, of which every other is in Sweden and in England. */
    final List<CaseCode> cases;

    private final Random random;
    /** For intervals and for nights on which the clocks change, which came later: so the seeds still lead to what they led to. */
    private final Random beside;

    private final FieldBeginning beginning;

    private final Function<Attempt, List<EventId>> desk;

    private final List<Attempt> attempts = new ArrayList<>();

    private final List<Recorded> recorded = new ArrayList<>();

    private final List<Objection> objections = new ArrayList<>();

    private Instant now = Instant.parse("2019-02-01T20:00:00Z");

    /** The desk says which events were recorded; none when the attempt was refused. */
    RandomField(long seed, int pairsOfCases, Function<Attempt, List<EventId>> desk) {
        this.random = new Random(seed);
        this.beside = new Random(~seed);
        this.desk = desk;
        this.cases = IntStream.range(0, pairsOfCases)
                .boxed()
                .flatMap(pair -> Stream.of(new CaseCode("SE-" + pair), new CaseCode("GB-" + pair)))
                .toList();
        this.beginning = new FieldBeginning(random, cases, attempts, this::hand);
    }

    List<Attempt> live(int turns) {
        beginning.begin();
        for (var turn = 0; turn < turns; turn++) {
            if (random.nextInt(5) > 0)
                now = now.plus(Duration.ofMinutes(random.nextInt(2 * 60 * 24 * 24 / cases.size())));
            var what = random.nextInt(100);
            if (what < 6 && !recorded.isEmpty()) correct();
            else if (what < 9 && !recorded.isEmpty()) error();
            else happen();
        }
        return attempts;
    }

    private void happen() {
        var caseCode = any(cases);
        var person = person(caseCode, 1 + random.nextInt(PEOPLE));
        var modules = modules();
        var text = text(caseCode, 1 + random.nextInt(2));
        BiFunction<Occurred, Correction, FieldCommand> telling = switch (random.nextInt(52)) {
            case 0, 1, 2, 3, 4, 5, 6 -> {
                var decider = decider();
                var witnessed = random.nextInt(12);
                yield (when, why) -> new GiveConsent(
                        report(caseCode, when, why),
                        person,
                        modules,
                        text,
                        decider,
                        witnessed < 2 ? ConsentMethod.ORAL_WITNESSED : ConsentMethod.WRITTEN,
                        null,
                        witnessed == 0 ? "a nurse" : null);
            }
            case 7, 8 ->
                (when, why) -> new GiveConsent(
                        report(caseCode, when, why), person, modules, text, Decider.SELF, ConsentMethod.WRITTEN, null);
            case 9 -> {
                var decider = decider();
                yield (when, why) -> new RefuseConsent(
                        report(caseCode, when, why), person, modules, text, decider, ConsentMethod.WRITTEN);
            }
            case 10 ->
                (when, why) ->
                        new RequestConsent(report(caseCode, when, why), person, modules, text, ConsentMethod.WRITTEN);
            case 11 -> (when, why) -> new DeferConsent(report(caseCode, when, why), person, modules, text);
            case 12, 13 -> {
                var decider = decider();
                yield (when, why) -> new ReaffirmConsent(
                        report(caseCode, when, why), person, modules, decider, ConsentMethod.WRITTEN);
            }
            case 14 -> {
                var back = MODULES.stream()
                        .filter(one -> !modules.contains(one))
                        .limit(1)
                        .toList();
                yield (when, why) -> new ChangeConsent(
                        report(caseCode, when, why), person, modules, back, text, Decider.SELF, ConsentMethod.WRITTEN);
            }
            case 15 -> (when, why) -> new SuspendConsent(report(caseCode, when, why), person, modules, "Not well");
            case 16 -> (when, why) -> new ExpireConsent(report(caseCode, when, why), person, modules);
            case 17, 18, 19 -> withdrawal(caseCode, person, modules);
            case 20 -> {
                var id = own(recorded.stream()
                                .filter(one ->
                                        cases.size() == 2 || one.caseCode().equals(caseCode))
                                .map(Recorded::id)
                                .toList())
                        .orElse(new EventId(new java.util.UUID(0, 1)));
                yield (when, why) ->
                        new InvalidateConsent(report(caseCode, when, why), person, modules, id, "No witness");
            }
            case 21 ->
                (when, why) -> new AttestConsent(
                        report(caseCode, when, why), person, modules, "A registrar", "A binder", null);
            case 22, 23, 24 -> {
                var outcome = CapacityOutcome.values()[random.nextInt(2)];
                var about = random.nextInt(3) == 0 ? List.<ModuleCode>of() : modules;
                yield (when, why) -> new AssessCapacity(
                        report(caseCode, when, why), person, about, "to take part", outcome, "A doctor");
            }
            case 25, 26 -> {
                var kind = RelationshipKind.values()[random.nextInt(2)];
                var who = kind == RelationshipKind.CONSULTEE ? "Olive" : random.nextBoolean() ? "Karin" : "Lars";
                var ends = random.nextInt(3) == 0;
                yield (when, why) -> ends
                        ? new EndRelationship(report(caseCode, when, why), person, List.of(), kind, who, "Moved")
                        : new AppointRelationship(report(caseCode, when, why), person, List.of(), kind, who);
            }
            case 27, 28 -> (when, why) -> new GiveAssent(report(caseCode, when, why), person, modules);
            case 29 -> (when, why) -> new ExpressDissent(report(caseCode, when, why), person, modules, null, null);
            case 30 -> {
                var held = random.nextBoolean() ? null : any(List.of(Held.values()));
                var session = session(caseCode);
                yield (when, why) -> new ExpressDissent(report(caseCode, when, why), person, modules, session, held);
            }
            case 31 -> {
                var objection = own(objections.stream()
                                .filter(one ->
                                        cases.size() == 2 || one.caseCode().equals(caseCode))
                                .map(Objection::id)
                                .toList())
                        .orElse(new EventId(new java.util.UUID(0, 2)));
                var outcome = ObjectionOutcome.values()[random.nextInt(2)];
                yield (when, why) -> new DecideObjection(
                        report(caseCode, when, why), person, modules, objection, outcome, "The officer");
            }
            case 32 -> {
                var ends = random.nextBoolean() ? null : BEGINS.plusDays(800 + random.nextInt(900));
                var rule = any(List.of(ReconsentRule.values()));
                var retired = random.nextInt(3) == 0 ? List.<FormVersionCode>of() : List.of(text);
                yield (when, why) -> new AmendEthicsApproval(
                        atLarge(when, why),
                        approval(caseCode),
                        "A" + attempts.size(),
                        List.of(),
                        List.of(),
                        List.of(),
                        retired,
                        rule,
                        ends);
            }
            case 33 -> (when, why) -> new SuspendEthicsApproval(atLarge(when, why), approval(caseCode), "A pause");
            case 34, 35 ->
                (when, why) -> new ResumeEthicsApproval(atLarge(when, why), approval(caseCode), "It is over");
            case 36 -> {
                var born = beginning.born();
                yield (when, why) -> new RecordBirth(report(caseCode, when, why), person, born);
            }
            case 37 -> {
                var which = random.nextInt(8);
                yield (when, why) -> which == 0
                        ? new CloseCase(report(caseCode, when, why), "Done")
                        : which < 3
                                ? new EndResearcherRole(
                                        report(caseCode, when, why), ELIN, ResearchRole.FIELDWORKER, "Left")
                                : which < 6
                                        ? new AssignResearcherRole(
                                                report(caseCode, when, why), ELIN, ResearchRole.FIELDWORKER)
                                        : new RetireConsentFormVersion(atLarge(when, why), text(caseCode, 1), "Old");
            }
            case 38 -> {
                var leaves = random.nextInt(3) == 0;
                yield (when, why) -> leaves
                        ? new DiscontinueParticipant(
                                report(caseCode, when, why), person, DiscontinuationReason.MOVED_AWAY, null)
                        : new EnrolParticipant(report(caseCode, when, why), person, new Role("patient"), null, null);
            }
            case 39 -> {
                if (random.nextInt(3 * cases.size() / 2) > 0) yield null;
                yield (when, why) -> why == null
                        ? beginning.adopted(country(caseCode), when)
                        : new SuspendConsent(report(caseCode, when, why), person, modules, "Not well");
            }
            case 40, 41, 42, 43, 44 -> {
                var sound = random.nextInt(3) == 0;
                var mode = random.nextBoolean() ? null : random.nextBoolean() ? Mode.TELEPHONE : Mode.IN_PERSON;
                var reason = deviation();
                yield (when, why) -> new RecordInterview(
                        fieldwork(caseCode, when, why, mode, reason, sound, person),
                        InterviewStyle.NARRATIVE,
                        30,
                        null);
            }
            case 45, 46, 47 -> {
                var reason = deviation();
                var session = random.nextInt(3) > 0 ? session(caseCode) : new SessionCode("FG-" + attempts.size());
                var others = random.nextInt(3);
                yield (when, why) -> new HoldFocusGroup(
                        fieldwork(caseCode, when, why, null, reason, false, group(caseCode, person, others)),
                        session,
                        "Going home");
            }
            case 48 -> {
                var reason = deviation();
                yield (when, why) -> new RecordObservation(
                        fieldwork(caseCode, when, why, null, reason, false, person),
                        ObservationKind.NON_PARTICIPANT,
                        (SiteCode) null,
                        null,
                        null,
                        3,
                        "Nobody is named");
            }
            case 49 -> {
                var diary = "D" + attempts.size();
                yield (when, why) ->
                        new IssueDiary(fieldwork(caseCode, when, why, null, null, false, person), person, diary);
            }
            default -> {
                var reason = deviation();
                yield (when, why) -> new ReceiveDataset(
                        extract(fieldwork(caseCode, when, why, null, reason, false, person)),
                        DatasetKind.DATASET,
                        "A register",
                        "Consent",
                        BEGINS,
                        BEGINS,
                        1,
                        null,
                        null);
            }
        };
        if (telling != null) tell(telling, null, caseCode);
    }

    /** One of them; among many cases only those of the same are offered, or hardly any would ever fit. */
    private Optional<EventId> own(List<EventId> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(any(some));
    }

    private BiFunction<Occurred, Correction, FieldCommand> withdrawal(
            CaseCode caseCode, ParticipantCode person, List<ModuleCode> modules) {
        var kind = any(List.of(WithdrawalKind.values()));
        var decider = random.nextInt(4) == 0 ? decider() : Decider.SELF;
        var inSession = kind == WithdrawalKind.DISSENT_IN_SESSION;
        var session = inSession ? session(caseCode) : null;
        var held = inSession && random.nextBoolean() ? any(List.of(Held.values())) : null;
        var onlyBy = kind == WithdrawalKind.REDUCE_OR_CHANGE_MODE ? List.of(Mode.TELEPHONE) : List.<Mode>of();
        var passive = kind == WithdrawalKind.NO_CONTACT && random.nextBoolean();
        return (when, why) -> new WithdrawConsent(
                report(caseCode, when, why),
                person,
                modules,
                kind,
                decider,
                ConsentMethod.WRITTEN,
                null,
                null,
                session,
                held,
                onlyBy,
                passive);
    }

    private void correct() {
        var wrong = any(recorded);
        tell(wrong.again(), new Correction(wrong.id(), "It was written down wrongly"), wrong.caseCode());
    }

    private void error() {
        var wrong = any(recorded);
        hand(new EnterInError(Report.on(wrong.caseCode(), Occurred.at(now, zone(wrong.caseCode())))
                .correcting(new Correction(wrong.id(), "It concerns somebody else"))
                .done()));
    }

    private void tell(
            BiFunction<Occurred, Correction, FieldCommand> telling, @Nullable Correction why, CaseCode caseCode) {
        var command = telling.apply(sometime(caseCode), why);
        for (var id : hand(command)) {
            recorded.add(new Recorded(id, caseCode, telling));
            if (command instanceof WithdrawConsent withdrawn && withdrawn.kind() == WithdrawalKind.RESTRICT_OR_OBJECT)
                objections.add(new Objection(id, caseCode));
        }
    }

    private List<EventId> hand(FieldCommand command) {
        var attempt = new Attempt(attempts.size(), now, command);
        attempts.add(attempt);
        return desk.apply(attempt);
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private List<ModuleCode> modules() {
        var first = MODULES.get(random.nextInt(random.nextBoolean() ? 1 : MODULES.size()));
        var second = MODULES.get(random.nextInt(MODULES.size()));
        return random.nextInt(3) > 0 || first.equals(second)
                ? List.of(first)
                : Stream.of(first, second).sorted().toList();
    }

    private Decider decider() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Decider(DeciderCapacity.GUARDIAN, "Karin");
            case 2 -> new Decider(DeciderCapacity.GUARDIAN, "Lars");
            case 3 -> new Decider(DeciderCapacity.PARENT, "Karin");
            case 4 -> new Decider(DeciderCapacity.CONSULTEE, "Olive");
            default -> Decider.SELF;
        };
    }

    private SessionCode session(CaseCode caseCode) {
        return new SessionCode(caseCode + "-FG-" + random.nextInt(3));
    }

    private @Nullable String deviation() {
        return random.nextInt(8) == 0 ? "It took place all the same" : null;
    }

    /** Some time before it is recorded: mostly lately, known to the minute, the day, the month or the year. */
    private Occurred sometime(CaseCode caseCode) {
        var zone = zone(caseCode);
        var latest = now.atZone(zone).toLocalDate();
        var span = (int) Math.max(1, latest.toEpochDay() - BEGINS.toEpochDay() - 10);
        var back = random.nextInt(3) == 0 ? random.nextInt(span) : Math.min(span - 1, random.nextInt(10));
        var day = latest.minusDays(back);
        var from = switch (random.nextInt(14)) {
            case 0 -> day.toString().substring(0, 7);
            case 1 -> random.nextInt(3) == 0 ? day.toString().substring(0, 4) : day.toString();
            case 2, 3, 4, 5 ->
                back == 0
                        ? Occurred.at(now.minus(Duration.ofMinutes(random.nextInt(240))), zone)
                                .from()
                        : day + "T%02d:%02d".formatted(8 + random.nextInt(10), random.nextInt(60));
            default -> day.toString();
        };
        if (beside.nextInt(12) == 0)
            from = ClockChanges.between(BEGINS.plusDays(10), latest.minusDays(1), beside)
                    .map(night -> night + "T" + ClockChanges.minute(beside))
                    .orElse(from);
        return new Occurred(from, beside.nextInt(8) > 0 ? null : ClockChanges.until(from, zone, latest, beside), zone);
    }
}
