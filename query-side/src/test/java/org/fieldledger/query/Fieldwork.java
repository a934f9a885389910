package org.fieldledger.query;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.Envelope.Deviation;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.Envelope.Uncovered;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/** Short ways to say what happened in the field. */
public final class Fieldwork {

    public static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    public static final CaseCode CAFE = new CaseCode("CAFE");
    public static final CaseCode WARDS = new CaseCode("WARDS");
    public static final ResearcherCode RESEARCHER = new ResearcherCode("fieldworker-2");
    public static final FormVersionCode FORM = new FormVersionCode("CAFE-SV-1");

    public static Occurred on(String when) {
        return new Occurred(when, null, STOCKHOLM);
    }

    public static Envelope in(@Nullable CaseCode caseCode, Occurred occurred) {
        return in(caseCode, occurred, null, false);
    }

    public static Envelope in(
            @Nullable CaseCode caseCode, Occurred occurred, @Nullable EventId corrects, boolean quarantined) {
        return new Envelope(
                caseCode,
                occurred,
                RESEARCHER,
                List.of(RESEARCHER),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                quarantined
                        ? new Deviation(List.of(new Uncovered("consent", null, null, "No consent")), "It happened")
                        : null,
                corrects == null ? null : new Correction(corrects, "It was written down wrongly"));
    }

    public static Envelope with(Envelope envelope, Participation... participants) {
        return new Envelope(
                envelope.caseStudy(),
                envelope.occurred(),
                envelope.recordedBy(),
                envelope.performedBy(),
                List.of(participants),
                envelope.objectives(),
                envelope.place(),
                envelope.language(),
                envelope.mode(),
                envelope.guide(),
                envelope.artefacts(),
                envelope.approval(),
                envelope.deviation(),
                envelope.corrects());
    }

    /** The same in the service of these objectives. */
    public static Envelope serving(Envelope envelope, List<Objective> objectives) {
        return new Envelope(
                envelope.caseStudy(),
                envelope.occurred(),
                envelope.recordedBy(),
                envelope.performedBy(),
                envelope.participants(),
                objectives,
                envelope.place(),
                envelope.language(),
                envelope.mode(),
                envelope.guide(),
                envelope.artefacts(),
                envelope.approval(),
                envelope.deviation(),
                envelope.corrects());
    }

    public static CaseRegistered opened(CaseCode caseCode, String when) {
        return new CaseRegistered(in(caseCode, on(when)), "A case", Country.SE, "a hospital", false, STOCKHOLM);
    }

    /** An approval of these cases without an end. */
    public static EthicsApprovalGranted approved(String decided, CaseCode... cases) {
        return new EthicsApprovalGranted(
                in(null, on(decided)),
                new ApprovalReference("2018-00007"),
                "An authority",
                Country.SE,
                List.of(cases),
                List.of(),
                "Everybody",
                List.of(),
                day(decided),
                null,
                null);
    }

    public static ParticipantEnrolled enrolled(CaseCode caseCode, String participant, String role, String when) {
        return new ParticipantEnrolled(
                in(caseCode, on(when)), new ParticipantCode(participant), new Role(role), null, null);
    }

    public static ConsentGiven given(CaseCode caseCode, String participant, String when, String... modules) {
        return new ConsentGiven(
                in(caseCode, on(when)),
                new ParticipantCode(participant),
                modules(modules),
                FORM,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    public static ConsentWithdrawn withdrawn(CaseCode caseCode, String participant, String when, String... modules) {
        return new ConsentWithdrawn(
                in(caseCode, on(when)),
                new ParticipantCode(participant),
                modules(modules),
                WithdrawalKind.NO_FURTHER_COLLECTION,
                Decider.SELF,
                ConsentMethod.ORAL_WITNESSED,
                null);
    }

    public static EnteredInError anError(CaseCode caseCode, String when, EventId event) {
        return new EnteredInError(in(caseCode, on(when), event, false));
    }

    public static List<ModuleCode> modules(String... codes) {
        return java.util.Arrays.stream(codes).map(ModuleCode::new).toList();
    }

    public static LocalDate day(String date) {
        return LocalDate.parse(date);
    }

    private Fieldwork() {}
}
