package org.fieldledger.oracle;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fieldledger.command.Report;
import org.fieldledger.command.consent.ConsentCommand.*;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.jspecify.annotations.Nullable;

/** The world in which a random field is lived: its cases, people and papers by name, and reports as they are filled in there. */
final class FieldWorld {

    static final ResearcherCode ELIN = new ResearcherCode("elin");

    static final List<ModuleCode> MODULES = List.of(
            new ModuleCode("interview"),
            new ModuleCode("audio"),
            new ModuleCode("observation"),
            new ModuleCode("diary"),
            new ModuleCode("register-linkage"));

    static final LocalDate BEGINS = LocalDate.parse("2019-01-01");

    static final int PEOPLE = 3;

    static Country country(CaseCode caseCode) {
        return caseCode.code().startsWith("SE") ? Country.SE : Country.GB;
    }

    static ZoneId zone(CaseCode caseCode) {
        return ZoneId.of(country(caseCode) == Country.SE ? "Europe/Stockholm" : "Europe/London");
    }

    static ParticipantCode person(CaseCode caseCode, int one) {
        return new ParticipantCode(caseCode + "-" + one);
    }

    static List<ParticipantCode> people(CaseCode caseCode) {
        return IntStream.rangeClosed(1, PEOPLE)
                .mapToObj(one -> person(caseCode, one))
                .toList();
    }

    static ParticipantCode[] group(CaseCode caseCode, ParticipantCode first, int others) {
        var group = new ArrayList<ParticipantCode>();
        group.add(first);
        for (var one = 1; one <= PEOPLE && group.size() <= others; one++)
            if (!group.contains(person(caseCode, one))) group.add(person(caseCode, one));
        return group.toArray(ParticipantCode[]::new);
    }

    static ApprovalReference approval(CaseCode caseCode) {
        return new ApprovalReference(caseCode + "-2019");
    }

    static FormVersionCode text(CaseCode caseCode, int version) {
        return new FormVersionCode(caseCode + "-TEXT-" + version);
    }

    static Occurred on(String day, CaseCode caseCode) {
        return new Occurred(day, null, zone(caseCode));
    }

    static Report atLarge(Occurred when) {
        return Report.on(null, when).done();
    }

    static Report atLarge(Occurred when, @Nullable Correction why) {
        var draft = Report.on(null, when);
        return (why == null ? draft : draft.correcting(why)).done();
    }

    static Report report(CaseCode caseCode, Occurred when, @Nullable Correction why) {
        var draft = Report.on(caseCode, when).by(ELIN);
        return (why == null ? draft : draft.correcting(why)).done();
    }

    static Report fieldwork(
            CaseCode caseCode,
            Occurred when,
            @Nullable Correction why,
            @Nullable Mode mode,
            @Nullable String deviation,
            boolean sound,
            ParticipantCode... people) {
        var draft = Report.on(caseCode, when).by(ELIN).with(people).asDeviationBecause(deviation);
        if (mode != null) draft.by(mode);
        if (why != null) draft.correcting(why);
        if (sound) draft.keeping(new Artefact(new Sha256("b".repeat(64)), "audio/wav", "The archive"));
        return draft.done();
    }

    static Report extract(Report report) {
        return new Report(
                report.caseStudy(),
                report.occurred(),
                report.performedBy(),
                report.participants(),
                report.objectives(),
                report.place(),
                report.language(),
                report.mode(),
                report.guide(),
                List.of(new Artefact(new Sha256("c".repeat(64)), "text/csv", "The archive")),
                report.approval(),
                report.deviation(),
                report.corrects());
    }

    private FieldWorld() {}
}
