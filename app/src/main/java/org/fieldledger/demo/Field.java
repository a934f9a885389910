package org.fieldledger.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.fieldledger.command.Report;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Objective;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.programme.ProgrammeDefinition;
import org.fieldledger.programme.ProgrammeDefinition.Case;
import org.fieldledger.programme.ProgrammeDefinition.FormVersion;

/** The field as its researchers know it: who is in which case, on which day work may be done, and who records. */
final class Field {

    static final ModuleCode INTERVIEW = new ModuleCode("interview");
    static final ModuleCode AUDIO = new ModuleCode("audio");
    static final ModuleCode OBSERVATION = new ModuleCode("observation");
    static final ModuleCode DIARY = new ModuleCode("diary");
    static final ModuleCode MEASURE = new ModuleCode("measure");
    static final ModuleCode LINKAGE = new ModuleCode("register-linkage");

    final ProgrammeDefinition programme;
    final Agenda agenda;
    /** The amendments that have been recorded, by the name that the authority gave them. */
    final Map<String, EventId> amendments = new HashMap<>();

    private final Map<CaseCode, List<Person>> people = new HashMap<>();

    Field(ProgrammeDefinition programme, Agenda agenda) {
        this.programme = programme;
        this.agenda = agenda;
    }

    List<Person> people(Case one) {
        return people.computeIfAbsent(one.code(), code -> new ArrayList<>());
    }

    /** The member of the team who does most of the fieldwork in a case. */
    static ResearcherCode fieldworker(Case one) {
        return new ResearcherCode(one.code().code().toLowerCase(Locale.ROOT) + "-fieldworker");
    }

    static ResearcherCode lead(Case one) {
        return new ResearcherCode(one.code().code().toLowerCase(Locale.ROOT) + "-lead");
    }

    /** The day itself, or the first after a pause of the approval, and never after the programme. */
    LocalDate workday(Case one, LocalDate day) {
        for (var pause : programme.approvalOf(one.code()).pauses())
            if (pause.covers(day)) return pause.until().plusDays(1 + day.getDayOfMonth() % 14);
        return day;
    }

    /** The text that people of a case are shown on a day. */
    FormVersionCode text(Case one, LocalDate day, boolean easyRead) {
        var form = programme.formOf(one.code());
        var version = form.versions().stream()
                .filter(v -> !v.released().isAfter(day)
                        && (v.retired() == null || v.retired().isAfter(day)))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        var easy = easyRead && version.easyRead().containsKey(one.language());
        return FormVersion.code(form, version, one.language(), easy);
    }

    Report.Draft report(Case one, LocalDate day) {
        return Report.on(one.code(), Occurred.on(day, one.zone()))
                .by(fieldworker(one))
                .in(one.language())
                .towards(one.objectives().toArray(Objective[]::new));
    }

    /** Something that took some minutes of a working day. */
    Report.Draft report(Case one, LocalDate day, int minutes, SplittableRandom chance) {
        var from = LocalTime.of(9 + chance.nextInt(6), 15 * chance.nextInt(4));
        var form = DateTimeFormatter.ofPattern("HH:mm");
        var occurred = new Occurred(
                day + "T" + from.format(form),
                day + "T" + from.plusMinutes(minutes).format(form),
                one.zone());
        return Report.on(one.code(), occurred)
                .by(fieldworker(one))
                .in(one.language())
                .towards(one.objectives().toArray(Objective[]::new));
    }

    /** A file in the institution's own storage. Nothing stands behind the hash of a demonstration. */
    static Artefact file(String mediaType, String of) {
        return new Artefact(FormVersion.hash("demonstration " + of), mediaType, "Secure research archive");
    }

    /** How many days after the event somebody got round to recording it: mostly soon, sometimes months. */
    static int delay(SplittableRandom chance) {
        int roll = chance.nextInt(100);
        if (roll < 60) return 0;
        if (roll < 85) return 1 + chance.nextInt(6);
        if (roll < 97) return 7 + chance.nextInt(40);
        return 60 + chance.nextInt(120);
    }
}
