package org.fieldledger.query;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseStudyEvent.*;
import org.fieldledger.events.ConsentEvent.*;
import org.fieldledger.events.ConsentFormEvent.*;
import org.fieldledger.events.DiaryEvent.*;
import org.fieldledger.events.EthicsEvent.*;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent.*;
import org.fieldledger.events.GovernanceEvent.*;
import org.fieldledger.events.GroupSessionEvent.*;
import org.fieldledger.events.InstrumentEvent.*;
import org.fieldledger.events.InterpretationEvent.*;
import org.fieldledger.events.InterventionEvent.*;
import org.fieldledger.events.InterviewEvent.*;
import org.fieldledger.events.MaterialEvent.*;
import org.fieldledger.events.MeasureEvent.*;
import org.fieldledger.events.ObservationEvent.*;
import org.fieldledger.events.ParticipantEvent.*;
import org.fieldledger.events.ProgrammeEvent.*;
import org.jspecify.annotations.Nullable;

/**
 * One line of plain words for every kind of event. A new kind does not compile until it has its line here.
 *
 * <p>Codes, kinds and numbers only: what people wrote, said or answered stays in the event, and whoever reads it there is logged.
 */
public final class Words {

    /** The line for this event. */
    public static String of(FieldEvent event) {
        return switch (event) {
            case ProgrammeRegistered e ->
                "Programme %s set up, %s to %s".formatted(e.programme(), e.begins(), e.ends());
            case ConsentModuleDefined e -> "Consent module %s defined".formatted(e.module());
            case ConsentRulesAdopted e ->
                "Rules on who decides about consent in %s adopted, edition %s".formatted(e.country(), e.edition());
            case ScopingReviewConducted e ->
                "Literature searched: %d found, %d screened, %d included"
                        .formatted(e.found(), e.screened(), e.included());
            case FindingsDisseminated e -> "Findings sent out to %s by %s".formatted(e.audience(), e.channel());
            case CrossCaseSynthesisRecorded e -> "Synthesis across %s".formatted(listed(e.cases()));

            case CaseRegistered e -> "Case opened: %s".formatted(e.title());
            case CaseClosed e -> "Case closed";
            case SiteAdded e -> "Site %s added%s".formatted(e.site(), and(", arm ", e.arm()));
            case ResearcherRoleAssigned e -> "%s became %s".formatted(e.researcher(), plain(e.role()));
            case ResearcherRoleEnded e -> "%s ceased to be %s".formatted(e.researcher(), plain(e.role()));

            case EthicsApprovalGranted e -> "Ethics approval %s granted by %s".formatted(e.reference(), e.authority());
            case EthicsApprovalAmended e -> "Ethics approval %s amended: %s".formatted(e.reference(), e.amendment());
            case EthicsApprovalSuspended e -> "Ethics approval %s suspended".formatted(e.reference());
            case EthicsApprovalResumed e -> "Ethics approval %s in force again".formatted(e.reference());
            case EthicsApprovalEnded e -> "Ethics approval %s ended".formatted(e.reference());

            case ConsentFormVersionReleased e -> "Consent form %s came into use".formatted(e.formVersion());
            case ConsentFormVersionRetired e -> "Consent form %s went out of use".formatted(e.formVersion());

            case InstrumentVersionReleased e -> "Instrument %s %s came into use".formatted(e.instrument(), e.version());
            case InstrumentVersionRetired e ->
                "Instrument %s %s went out of use".formatted(e.instrument(), e.version());
            case ScheduleAdopted e ->
                "Schedule for %s %s adopted: %s"
                        .formatted(
                                e.instrument(),
                                e.version(),
                                listed(e.timepoints().stream()
                                        .map(Timepoint::code)
                                        .toList()));

            case ParticipantEnrolled e ->
                "%s joined as %s%s".formatted(e.participant(), e.role(), and(", site ", e.site()));
            case ParticipantDiscontinued e -> "%s left: %s".formatted(e.participant(), plain(e.reason()));
            case ParticipantTransferred e -> "%s moved from %s to %s".formatted(e.participant(), e.from(), e.to());
            case BirthRecorded e -> "When %s was born recorded".formatted(e.participant());

            case ConsentRequested e -> "%s was asked for consent to %s".formatted(e.participant(), listed(e.modules()));
            case ConsentGiven e -> "%s consented to %s".formatted(e.participant(), listed(e.modules()));
            case ConsentRefused e -> "%s refused %s".formatted(e.participant(), listed(e.modules()));
            case ConsentDeferred e ->
                "%s asked for time to think about %s".formatted(e.participant(), listed(e.modules()));
            case ConsentReaffirmed e -> "%s confirmed consent to %s".formatted(e.participant(), listed(e.modules()));
            case ConsentChanged e ->
                "%s changed consent: %s given, %s withdrawn"
                        .formatted(e.participant(), listed(e.modules()), listed(e.withdrawn()));
            case ConsentSuspended e ->
                "Consent of %s to %s put on hold".formatted(e.participant(), listed(e.modules()));
            case ConsentWithdrawn e ->
                "%s withdrew consent to %s (%s)".formatted(e.participant(), listed(e.modules()), plain(e.kind()));
            case ConsentExpired e -> "Consent of %s to %s expired".formatted(e.participant(), listed(e.modules()));
            case ConsentInvalidated e ->
                "Consent of %s to %s found never to have been valid".formatted(e.participant(), listed(e.modules()));
            case ConsentAttested e ->
                "Earlier consent of %s to %s attested".formatted(e.participant(), listed(e.modules()));
            case CapacityAssessed e -> "Capacity of %s assessed: %s".formatted(e.participant(), plain(e.outcome()));
            case RelationshipAppointed e -> "%s appointed for %s".formatted(capital(plain(e.kind())), e.participant());
            case RelationshipEnded e -> "%s ceased to act for %s".formatted(capital(plain(e.kind())), e.participant());
            case ObjectionDecided e ->
                "Objection of %s to the use of %s decided: %s"
                        .formatted(e.participant(), listed(e.modules()), plain(e.outcome()));
            case AmendmentTold e -> "%s was told of an amendment".formatted(e.participant());
            case AssentGiven e -> "%s assented to %s".formatted(e.participant(), listed(e.modules()));
            case DissentExpressed e ->
                "%s said no to %s%s".formatted(e.participant(), listed(e.modules()), and(" in session ", e.session()));

            case InterviewRecorded e -> "%s interview%s".formatted(capital(plain(e.style())), minutes(e.minutes()));
            case LeadershipInterviewRecorded e ->
                "Leadership interview with %s for year %d%s"
                        .formatted(e.leader(), e.programmeYear(), minutes(e.minutes()));
            case LeadershipInterviewMissed e ->
                "Leadership interview with %s for year %d missed".formatted(e.leader(), e.programmeYear());

            case ObservationMade e ->
                "%s observation of %d people%s%s"
                        .formatted(
                                capital(plain(e.kind())),
                                e.headcount(),
                                and(", site ", e.site()),
                                and(", ", e.phase()));
            case WardCollectionMissed e ->
                "%s data of site %s (%s) not collected".formatted(capital(plain(e.kind())), e.site(), plain(e.phase()));
            case FieldNoteWritten e -> "Field note written";

            case FocusGroupHeld e -> "Focus group %s met".formatted(e.session());
            case WorkshopHeld e -> "%s workshop %s held".formatted(capital(plain(e.kind())), e.session());
            case CafeSessionHeld e -> "Café session %d (%s) held".formatted(e.number(), e.session());
            case SeminarHeld e -> "Seminar %s held".formatted(e.session());
            case MeetingHeld e -> "Meeting %s held".formatted(e.session());
            case ReflectiveDialogueHeld e -> "Reflective dialogue %s held".formatted(e.session());
            case EventQuestionnaireAnswered e ->
                "Questionnaire %s %s of %s came back".formatted(e.instrument(), e.version(), e.session());

            case DiaryIssued e -> "Diary %s handed to %s".formatted(e.diary(), e.participant());
            case DiaryEntryReceived e ->
                "Entry %d of diary %s came in from %s".formatted(e.entry(), e.diary(), e.participant());
            case DiaryReturned e ->
                "Diary %s handed back by %s with %d entries".formatted(e.diary(), e.participant(), e.entries());

            case MeasureAdministered e ->
                "%s answered %s %s%s"
                        .formatted(e.participant(), e.instrument(), e.version(), and(" at ", e.timepoint()));
            case MeasureMissed e -> "%s missed %s at %s".formatted(e.participant(), e.instrument(), e.timepoint());
            case FunctionAssessed e ->
                "%s assessed with %s %s%s"
                        .formatted(e.participant(), e.instrument(), e.version(), and(" at ", e.timepoint()));
            case GoalSet e -> "%s set goal %s".formatted(e.participant(), e.goal());
            case GoalReviewed e -> "Goal %s of %s reviewed".formatted(e.goal(), e.participant());

            case DocumentCollected e -> "Document collected: %s".formatted(e.kind());
            case DatasetReceived e ->
                "%s received, %d rows, %s to %s"
                        .formatted(capital(plain(e.kind())), e.rows(), e.periodFrom(), e.periodUntil());

            case InterventionDesigned e -> "Intervention %s %s designed".formatted(e.intervention(), e.version());
            case InterventionIntroduced e ->
                "Intervention %s %s brought into use%s"
                        .formatted(e.intervention(), e.version(), and(", site ", e.site()));
            case AllocationMade e -> "%s allocated to %s".formatted(e.participant(), e.arm());

            case ForumConvened e ->
                "Joint Interpretive Forum %d called for %s (%s)".formatted(e.number(), e.planned(), plain(e.scope()));
            case ForumHeld e -> "Joint Interpretive Forum %d met, %d present".formatted(e.number(), e.attendance());
            case ForumMissed e -> "Joint Interpretive Forum %d did not meet".formatted(e.number());
            case FindingsFedBack e -> "Findings fed back to %s".formatted(e.audience());

            case ThemeRecorded e -> "Theme %s recorded".formatted(e.theme());
            case InterpretationRecorded e -> "Theme %s interpreted".formatted(e.theme());
            case ModelVersionReleased e -> "Model %s %s released".formatted(e.model(), e.version());
            case ToolVersionReleased e -> "Tool %s %s released".formatted(e.tool(), e.version());

            case EnteredInError e -> "An earlier entry was declared an error";
            case DeviationOpened e -> "Deviation %s noticed".formatted(e.deviation());
            case DeviationClosed e -> "Deviation %s dealt with".formatted(e.deviation());
            case DataReleased e -> "Release %s: %d rows".formatted(e.release(), e.rows());
            case ReleaseNoticeGiven e -> "Whoever received %s was told what to leave out".formatted(e.release());
            case ErasureDecided e -> "Erasure of %s decided by %s".formatted(e.participant(), e.decidedBy());
            case PersonErased e -> "%s was erased, on the decision of %s".formatted(e.participant(), e.decidedBy());
            case ParticipantMaterialRead e -> "%s read material of %s".formatted(e.reader(), e.participant());
            case AuditReportSignedOff e ->
                "Audit report of %s signed off as %s"
                        .formatted(
                                e.participant() != null
                                        ? e.participant()
                                        : e.envelope().caseStudy() != null
                                                ? e.envelope().caseStudy()
                                                : "the programme",
                                e.signOff());
        };
    }

    private static String listed(List<?> codes) {
        return codes.isEmpty()
                ? "everything"
                : codes.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String and(String before, @Nullable Object value) {
        return value == null ? "" : before + (value instanceof Enum<?> named ? plain(named) : value);
    }

    private static String minutes(@Nullable Integer minutes) {
        return minutes == null ? "" : ", %d minutes".formatted(minutes);
    }

    private static String plain(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private Words() {}
}
