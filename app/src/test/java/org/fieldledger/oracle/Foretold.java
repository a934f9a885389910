package org.fieldledger.oracle;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.ChangeConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.RefuseConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.diary.DiaryCommand.IssueDiary;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.material.MaterialCommand.ReceiveDataset;
import org.fieldledger.command.observation.ObservationCommand.RecordObservation;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DiaryEvent.DiaryIssued;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.SessionCode;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Reason;
import org.jspecify.annotations.Nullable;

/** What the gate must answer to a command, foretold from the plain list of events recorded before it. */
final class Foretold {

    private static final ModuleCode INTERVIEW = new ModuleCode("interview");
    private static final ModuleCode OBSERVATION = new ModuleCode("observation");
    private static final ModuleCode DIARY = new ModuleCode("diary");
    private static final ModuleCode LINKAGE = new ModuleCode("register-linkage");
    private static final ModuleCode AUDIO = new ModuleCode("audio");

    /** The action that a command would record; empty for what is not fieldwork with people. */
    static Optional<Action> action(FieldCommand command) {
        var report = command.report();
        return switch (command) {
            case RecordInterview c -> Optional.of(action(report, "interview", INTERVIEW, false, null, null));
            case HoldFocusGroup c -> Optional.of(action(report, "groupsession", INTERVIEW, false, c.session(), null));
            case RecordObservation c -> Optional.of(action(report, "observation", OBSERVATION, false, null, null));
            case IssueDiary c -> Optional.of(action(report, "diary", DIARY, false, null, c.participant()));
            case ReceiveDataset c -> Optional.of(action(report, "material", LINKAGE, true, null, null));
            default -> Optional.empty();
        };
    }

    private static Action action(
            Report report,
            String chapter,
            ModuleCode module,
            boolean passive,
            @Nullable SessionCode session,
            @Nullable ParticipantCode person) {
        var people = new LinkedHashSet<ParticipantCode>();
        if (person != null) people.add(person);
        report.participants().forEach(part -> people.add(part.participant()));
        var sound =
                report.artefacts().stream().anyMatch(file -> file.mediaType().startsWith("audio/"));
        return new Action(
                report.theCase(),
                report.occurred(),
                report.performedBy(),
                List.copyOf(people),
                chapter,
                sound ? List.of(module, AUDIO) : List.of(module),
                passive,
                report.mode(),
                session);
    }

    /** The action that an event tells of; empty for what is not fieldwork with people. */
    static Optional<Action> action(FieldEvent event) {
        return switch (event) {
            case InterviewRecorded e -> Optional.of(action(e.envelope(), "interview", INTERVIEW, false, null));
            case FocusGroupHeld e -> Optional.of(action(e.envelope(), "groupsession", INTERVIEW, false, e.session()));
            case ObservationMade e -> Optional.of(action(e.envelope(), "observation", OBSERVATION, false, null));
            case DiaryIssued e -> Optional.of(action(e.envelope(), "diary", DIARY, false, null));
            case DatasetReceived e -> Optional.of(action(e.envelope(), "material", LINKAGE, true, null));
            default -> Optional.empty();
        };
    }

    private static Action action(
            Envelope envelope, String chapter, ModuleCode module, boolean passive, @Nullable SessionCode session) {
        var sound =
                envelope.artefacts().stream().anyMatch(file -> file.mediaType().startsWith("audio/"));
        return new Action(
                Objects.requireNonNull(envelope.caseStudy()),
                envelope.occurred(),
                envelope.performedBy(),
                envelope.participants().stream()
                        .map(Envelope.Participation::participant)
                        .toList(),
                chapter,
                sound ? List.of(module, AUDIO) : List.of(module),
                passive,
                envelope.mode(),
                session);
    }

    /** The same with what needs no consent but open cases and people who are assigned: asking, enrolling and confirming. */
    static Optional<Action> anyAction(FieldEvent event) {
        return action(event).or(() -> switch (event) {
            case ConsentRequested e -> Optional.of(ofTheTeam(e.envelope(), "consent"));
            case ConsentGiven e -> Optional.of(ofTheTeam(e.envelope(), "consent"));
            case ConsentChanged e -> Optional.of(ofTheTeam(e.envelope(), "consent"));
            case ConsentAttested e -> Optional.of(ofTheTeam(e.envelope(), "consent"));
            case ConsentReaffirmed e -> Optional.of(ofTheTeam(e.envelope(), null));
            case ParticipantEnrolled e -> Optional.of(ofTheTeam(e.envelope(), "participant"));
            default -> Optional.empty();
        });
    }

    private static Action ofTheTeam(Envelope envelope, @Nullable String chapter) {
        return new Action(
                Objects.requireNonNull(envelope.caseStudy()),
                envelope.occurred(),
                envelope.performedBy(),
                List.of(),
                chapter,
                List.of(),
                false,
                null,
                null);
    }

    /** Every reason for which the command must be refused, none when it must be recorded; empty where this cannot tell. */
    static Optional<Set<String>> refusals(FieldCommand command, PlainReading known) {
        if (command.report().corrects() != null) return Optional.empty();
        var action = action(command);
        if (action.isPresent()) {
            var reasons = known.uncovered(action.get());
            var overridden = command.report().deviation() != null
                    && reasons.stream().noneMatch(reason -> reason.rule().equals("session-dissented"));
            return Optional.of(overridden ? Set.of() : written(reasons));
        }
        return switch (command) {
            case GiveConsent c ->
                Optional.of(giving(
                        c.report(),
                        c.participant(),
                        c.modules(),
                        c.formVersion(),
                        c.decidedBy(),
                        c.method(),
                        c.witness(),
                        known));
            case ChangeConsent c ->
                Optional.of(giving(
                        c.report(),
                        c.participant(),
                        c.modules(),
                        c.formVersion(),
                        c.decidedBy(),
                        c.method(),
                        c.witness(),
                        known));
            case RefuseConsent c -> Optional.empty();
            case WithdrawConsent c -> Optional.of(Set.of());
            case ExpressDissent c -> Optional.of(Set.of());
            default -> Optional.empty();
        };
    }

    private static Set<String> giving(
            Report report,
            ParticipantCode person,
            List<ModuleCode> modules,
            FormVersionCode text,
            Decider decider,
            ConsentMethod method,
            @Nullable String witness,
            PlainReading known) {
        var caseCode = report.theCase();
        var reasons = new LinkedHashSet<Reason>();
        if (!known.inUse(text, report.occurred())) return Set.of("form-version-not-in-use");
        reasons.addAll(known.uncovered(new Action(
                caseCode,
                report.occurred(),
                report.performedBy(),
                List.of(),
                "consent",
                List.of(),
                false,
                null,
                null)));
        if (reasons.isEmpty())
            for (var module : modules)
                known.mayNotDecide(person, caseCode, module, decider.capacity(), decider.code(), report.occurred())
                        .ifPresent(rule -> reasons.add(new Reason(rule, person, module)));
        if (reasons.isEmpty() && method == ConsentMethod.ORAL_WITNESSED && witness == null)
            reasons.add(new Reason("witness-missing", null, null));
        return written(reasons);
    }

    static Set<String> written(Set<Reason> reasons) {
        return reasons.stream().map(Reason::toString).collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }

    static Set<String> rules(Stream<String> written) {
        return written.map(one -> one.split(" ")[0]).collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }

    private Foretold() {}
}
