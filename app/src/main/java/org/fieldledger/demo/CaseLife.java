package org.fieldledger.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.fieldledger.command.Report;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.CloseCase;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.forum.ForumCommand.FeedBackFindings;
import org.fieldledger.command.governance.GovernanceCommand.DecideErasure;
import org.fieldledger.command.governance.GovernanceCommand.ErasePerson;
import org.fieldledger.command.groupsession.GroupSessionCommand.AnswerEventQuestionnaire;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldCafeSession;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldReflectiveDialogue;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldSeminar;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldWorkshop;
import org.fieldledger.command.interpretation.InterpretationCommand.RecordInterpretation;
import org.fieldledger.command.interpretation.InterpretationCommand.RecordTheme;
import org.fieldledger.command.intervention.InterventionCommand.DesignIntervention;
import org.fieldledger.command.intervention.InterventionCommand.IntroduceIntervention;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.material.MaterialCommand.CollectDocument;
import org.fieldledger.command.material.MaterialCommand.ReceiveDataset;
import org.fieldledger.command.observation.ObservationCommand.MissWardCollection;
import org.fieldledger.command.observation.ObservationCommand.RecordObservation;
import org.fieldledger.command.observation.ObservationCommand.WriteFieldNote;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.EventId;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Phase;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Strand;
import org.fieldledger.events.WardData;
import org.fieldledger.events.WorkshopKind;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeDefinition.Series;

/** What happens in one case apart from its people's own ways: meetings, observations, material and findings. */
final class CaseLife {

    private final Field field;
    private final Case one;
    private final SplittableRandom chance;
    private final ResearcherCode by;
    private final LocalDate ends;
    private final List<EventId> evidence = new ArrayList<>();

    CaseLife(Field field, Case one, SplittableRandom chance) {
        this.field = field;
        this.one = one;
        this.chance = chance;
        this.by = Field.fieldworker(one);
        this.ends = field.programme.ends();
    }

    void live() {
        team();
        one.sessions().forEach(this::meetings);
        observations();
        material();
        one.wards().ifPresent(wards -> {
            var designed = wards.introduced().minusDays(90);
            field.agenda.on(
                    designed,
                    by,
                    () -> new DesignIntervention(
                            field.report(one, designed).done(),
                            wards.intervention(),
                            "1.0",
                            "Four tools for talking together"));
            field.agenda.on(
                    wards.introduced(),
                    by,
                    () -> new IntroduceIntervention(
                            field.report(one, wards.introduced()).done(),
                            wards.intervention(),
                            "1.0",
                            one.sites().getFirst().code()));
            ward(wards.introduced());
        });
        findings();
        new CaseTroubles(field, one, chance).live();
        attempts();
        if (one.code().code().equals("CAFE")) erasure();
        field.agenda.on(ends, by, () -> new CloseCase(field.report(one, ends).done(), "Fieldwork complete"));
    }

    private void team() {
        for (var member : List.of(Field.lead(one), by)) assign(member, member.equals(by));
        for (var account : List.of("researcher", "data-manager")) assign(new ResearcherCode(account), false);
        if (List.of("CAFE", "WARDS").contains(one.code().code())) assign(new ResearcherCode("fieldworker"), true);
        var helper = new ResearcherCode(one.code().code().toLowerCase(Locale.ROOT) + "-assistant");
        assign(helper, true);
        var left = one.opened().plusDays(700 + chance.nextInt(500));
        field.agenda.on(
                left,
                by,
                () -> new EndResearcherRole(
                        field.report(one, left).done(),
                        helper,
                        ResearchRole.FIELDWORKER,
                        "Moved to another programme"));
    }

    private void assign(ResearcherCode member, boolean fieldworker) {
        field.agenda.on(
                one.opened(),
                Field.lead(one),
                () -> new AssignResearcherRole(
                        Report.on(one.code(), Occurred.on(one.opened(), one.zone()))
                                .done(),
                        member,
                        fieldworker ? ResearchRole.FIELDWORKER : ResearchRole.CASE_LEAD));
    }

    private void meetings(Series series) {
        int number = 0;
        for (var day = one.opened().plusDays(90 + chance.nextInt(60));
                day.isBefore(ends.minusDays(10));
                day = day.plusDays(series.everyDays() + chance.nextInt(20))) {
            var held = field.workday(one, day);
            var code = new SessionCode(
                    "%s-%s-%d".formatted(one.code(), series.kind().toUpperCase(Locale.ROOT), ++number));
            var recorded = held.plusDays(chance.nextInt(4));
            meeting(series.kind(), code, number, held, recorded);
        }
    }

    private void meeting(String kind, SessionCode code, int number, LocalDate held, LocalDate recorded) {
        var module = kind.equals("focus-group") ? Field.INTERVIEW : Field.OBSERVATION;
        field.agenda.on(
                recorded,
                by,
                () -> {
                    var attending = attending(module, held, recorded, 5 + chance.nextInt(6));
                    if (attending.length < 2) return null;
                    var report = field.report(one, held, 90, chance)
                            .with(attending)
                            .at("On site")
                            .done();
                    return switch (kind) {
                        case "focus-group" -> new HoldFocusGroup(report, code, "What a good visit is");
                        case "cafe" -> new HoldCafeSession(report, code, number, "Living with heart failure");
                        case "seminar" -> new HoldSeminar(report, code, "Working together across borders");
                        case "reflective-dialogue" -> new HoldReflectiveDialogue(report, code, "The charter");
                        default ->
                            new HoldWorkshop(
                                    report,
                                    code,
                                    number % 3 == 0 ? WorkshopKind.MEASURE : WorkshopKind.CODESIGN,
                                    "What to change first");
                    };
                },
                accepted -> {
                    evidence.add(accepted.events().getFirst());
                    if (kind.equals("workshop"))
                        field.agenda.on(
                                recorded.plusDays(1),
                                by,
                                () -> new AnswerEventQuestionnaire(
                                        field.report(one, held).done(),
                                        code,
                                        new InstrumentCode("EVENT-Q"),
                                        "1.0",
                                        List.of(
                                                Response.of("Q1", BigDecimal.valueOf(1 + chance.nextInt(5))),
                                                Response.missing("Q2", "refused"))));
                });
    }

    private ParticipantCode[] attending(ModuleCode module, LocalDate day, LocalDate known, int most) {
        var here = field.people(one);
        var attending = new ArrayList<ParticipantCode>();
        for (int i = 0, start = here.isEmpty() ? 0 : chance.nextInt(here.size());
                i < here.size() && attending.size() < most;
                i++) {
            var person = here.get((start + i) % here.size());
            if (person.may(module, day, known)) attending.add(person.code);
        }
        return attending.toArray(ParticipantCode[]::new);
    }

    private void observations() {
        for (var day = one.opened().plusDays(40); day.isBefore(ends); day = day.plusDays(45 + chance.nextInt(60))) {
            var seen = field.workday(one, day);
            var recorded = seen.plusDays(Field.delay(chance));
            field.agenda.on(
                    recorded,
                    by,
                    () -> {
                        var present = attending(Field.OBSERVATION, seen, recorded, chance.nextInt(4));
                        return new RecordObservation(
                                field.report(one, seen, 120, chance)
                                        .with(present)
                                        .done(),
                                chance.nextInt(3) == 0 ? ObservationKind.PARTICIPANT : ObservationKind.NON_PARTICIPANT,
                                one.sites()
                                        .get(chance.nextInt(one.sites().size()))
                                        .code(),
                                null,
                                null,
                                present.length + chance.nextInt(15),
                                "A notice at the door, and a word at the beginning");
                    },
                    accepted -> evidence.add(accepted.events().getFirst()));
            field.agenda.on(
                    recorded,
                    by,
                    () -> new WriteFieldNote(
                            field.report(one, seen).done(),
                            "observation",
                            "Chairs had been put in a circle before anyone came."));
        }
    }

    /** Two wards, before and after, four kinds of data each. */
    private void ward(LocalDate introduced) {
        for (var phase : Phase.values())
            for (var site : one.sites()) {
                var day = phase == Phase.PRE ? introduced.minusDays(60) : introduced.plusDays(120);
                for (var strand : Strand.values())
                    for (int visit = 0; visit < 4; visit++) {
                        var seen = day.plusDays(visit * 5L);
                        field.agenda.on(
                                seen.plusDays(1),
                                by,
                                () -> new RecordObservation(
                                        field.report(one, seen, 60, chance).done(),
                                        ObservationKind.STRUCTURED,
                                        site.code(),
                                        strand,
                                        phase,
                                        6 + chance.nextInt(12),
                                        "A notice at the door"));
                    }
                if (phase == Phase.PRE && site.equals(one.sites().getLast()))
                    field.agenda.on(
                            day.plusDays(12),
                            by,
                            () -> new MissWardCollection(
                                    field.report(one, day.plusDays(10)).done(),
                                    site.code(),
                                    phase,
                                    WardData.REGISTER,
                                    "The register was being moved to another system"));
                field.agenda.on(
                        day.plusDays(30),
                        by,
                        () -> new ReceiveDataset(
                                field.report(one, day.plusDays(30))
                                        .keeping(Field.file("text/csv", "register " + site.code() + phase))
                                        .done(),
                                DatasetKind.WARD_REGISTER,
                                "Ward register",
                                "Data sharing agreement",
                                day.minusDays(90),
                                day,
                                300 + chance.nextInt(200),
                                site.code(),
                                phase));
            }
    }

    private void material() {
        for (var day = one.opened().plusDays(30); day.isBefore(ends); day = day.plusDays(120 + chance.nextInt(120))) {
            var collected = field.workday(one, day);
            field.agenda.on(
                    collected.plusDays(Field.delay(chance)),
                    by,
                    () -> new CollectDocument(
                            field.report(one, collected)
                                    .keeping(Field.file("application/pdf", one.code() + " " + collected))
                                    .done(),
                            "Minutes of the steering group",
                            "minutes"),
                    accepted -> evidence.add(accepted.events().getFirst()));
        }
        if (one.modules().contains(Field.LINKAGE)) {
            var day = field.workday(one, one.opened().plusDays(800));
            field.agenda.on(
                    day,
                    by,
                    () -> new ReceiveDataset(
                            field.report(one, day)
                                    .keeping(Field.file("text/csv", "extract " + one.code()))
                                    .done(),
                            DatasetKind.DATASET,
                            "Regional register",
                            "Consent to register data",
                            one.opened(),
                            day.minusDays(30),
                            1000 + chance.nextInt(500),
                            null,
                            null));
        }
    }

    private void findings() {
        for (int year = 2021; year <= 2024; year++) {
            var day = field.workday(one, LocalDate.of(year, 2 + chance.nextInt(8), 1 + chance.nextInt(28)));
            field.agenda.on(
                    day,
                    by,
                    () -> evidence.size() < 2
                            ? null
                            : new RecordTheme(
                                    field.report(one, day).done(),
                                    "SAFE-PLACE-" + day.getYear(),
                                    "People speak when nobody writes.",
                                    List.copyOf(evidence.subList(0, Math.min(4, evidence.size())))),
                    accepted -> field.agenda.on(
                            day.plusDays(40),
                            by,
                            () -> new RecordInterpretation(
                                    field.report(one, day.plusDays(40)).done(),
                                    "SAFE-PLACE-" + day.getYear(),
                                    "Taking notes is read as inspecting.",
                                    List.of(accepted.events().getFirst()))));
            field.agenda.on(
                    day.plusDays(60),
                    by,
                    () -> new FeedBackFindings(
                            field.report(one, day.plusDays(60)).done(),
                            "What we have seen this year",
                            "staff and participants"));
        }
    }

    /**
     * Before the case is closed, the first who had taken everything back more than a year ago is erased, as an office decided: a
     * year on, nobody in the field has anything left to record of them.
     */
    private void erasure() {
        var decided = ends.minusDays(20);
        var carriedOut = ends.minusDays(10);
        var whom = new Person[1];
        field.agenda.on(
                decided,
                ProgrammeLife.OFFICER,
                () -> field.people(one).stream()
                        .filter(person -> person.hasLeft(ends.minusDays(400)))
                        .findFirst()
                        .map(person -> {
                            whom[0] = person;
                            return new DecideErasure(
                                    field.report(one, decided).done(),
                                    person.code,
                                    "data protection officer",
                                    "The person asked to be forgotten",
                                    "Regulation (EU) 2016/679, article 17(1)(b)",
                                    "DPO 2024/12");
                        })
                        .orElse(null),
                accepted -> field.agenda.on(
                        carriedOut,
                        ProgrammeLife.MANAGER,
                        () -> new ErasePerson(
                                field.report(one, carriedOut).done(),
                                Objects.requireNonNull(whom[0]).code,
                                accepted.events().getFirst(),
                                "data protection officer",
                                "The person asked to be forgotten",
                                "Regulation (EU) 2016/679, article 17(1)(b)",
                                decided,
                                "DPO 2024/12",
                                List.of())));
    }

    /** A few attempts that the gate is there to refuse. */
    private void attempts() {
        for (int i = 0; i < 3; i++) {
            var day = field.workday(one, one.opened().plusDays(300 + chance.nextInt(1000)));
            var stranger = new ParticipantCode("%s-X%03d".formatted(one.code(), i));
            field.agenda.attempt(
                    day,
                    by,
                    () -> new RecordInterview(
                            field.report(one, day).with(stranger).done(), InterviewStyle.SEMISTRUCTURED, 45, null));
            field.agenda.attempt(
                    day,
                    by,
                    () -> new WriteFieldNote(
                            field.report(one, day.plusDays(30)).done(), "visit", "Dated a month too late by mistake."));
        }
    }
}
