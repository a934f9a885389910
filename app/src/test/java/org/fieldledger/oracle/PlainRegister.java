package org.fieldledger.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionRetired;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.Language;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.oracle.PlainReading.Line;

/** What a case is, who works in it, with which instruments and how it is designed, read off the plain course. */
final class PlainRegister {

    private final PlainCourse plain;

    PlainRegister(PlainCourse plain) {
        this.plain = plain;
    }

    /** The case, when it was closed, and its sites. */
    List<String> caseStudy(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        var opened = plain.of(caseCode, CaseRegistered.class);
        if (opened.isEmpty()) return rows;
        var last = opened.getLast();
        var study = (CaseRegistered) last.event();
        String closed = null;
        for (var line : plain.of(caseCode, CaseClosed.class))
            if (!line.occurred().begunOn().isBefore(last.occurred().begunOn()))
                closed = line.occurred().from();
        rows.add("%s %s %s in %s since %s closed %s"
                .formatted(
                        study.title(),
                        country(study),
                        study.setting(),
                        study.zone(),
                        last.occurred().from(),
                        closed));
        for (var line : plain.of(caseCode, SiteAdded.class)) {
            var site = (SiteAdded) line.event();
            rows.add("site %s %s since %s"
                    .formatted(site.site(), site.arm(), line.occurred().from()));
        }
        return rows;
    }

    /** Every case there was, in order of code; those that are closed as well. */
    List<String> cases() {
        return CourseProof.numbered(RandomCourses.CASES.stream().flatMap(caseCode -> inTheRegister(caseCode).stream()))
                .toList();
    }

    /** One row, or none where the case was not opened. */
    List<String> inTheRegister(CaseCode caseCode) {
        return plain.of(caseCode, CaseRegistered.class).stream()
                .reduce((earlier, later) -> later)
                .map(line -> "%s vulnerable %s %s"
                        .formatted(
                                caseCode,
                                ((CaseRegistered) line.event()).vulnerableGroup(),
                                caseStudy(caseCode).getFirst()))
                .stream()
                .toList();
    }

    private static String country(CaseRegistered study) {
        return study.country().name().toLowerCase(Locale.ROOT);
    }

    /** Every role that anybody holds or held. */
    List<String> team(CaseCode caseCode) {
        var since = new TreeMap<String, String>();
        var until = new TreeMap<String, String>();
        for (var line : plain.begun) {
            if (!caseCode.equals(line.event().envelope().caseStudy())) continue;
            var from = line.occurred().from();
            if (line.event() instanceof ResearcherRoleAssigned e) {
                since.put(e.researcher() + " " + PlainCourse.written(e.role()), from);
                until.remove(e.researcher() + " " + PlainCourse.written(e.role()));
            }
            if (line.event() instanceof ResearcherRoleEnded e)
                until.put(e.researcher() + " " + PlainCourse.written(e.role()), from);
        }
        var roles = new TreeSet<>(since.keySet());
        roles.addAll(until.keySet());
        return roles.stream()
                .map(role -> "%s since %s until %s"
                        .formatted(role, since.getOrDefault(role, until.get(role)), until.get(role)))
                .toList();
    }

    /** Every version of every instrument, with the languages it is there in. */
    List<String> instruments() {
        var rows = new ArrayList<String>();
        for (var line : plain.begun)
            if (line.event() instanceof InstrumentVersionReleased e) {
                String retired = null;
                var since = 0L;
                for (var other : plain.begun)
                    if (other.event() instanceof InstrumentVersionRetired r
                            && r.instrument().equals(e.instrument())
                            && r.version().equals(e.version())
                            && other.position() > since) {
                        retired = other.occurred().from();
                        since = other.position();
                    }
                rows.add("%s %s in %s retired %s".formatted(e.instrument(), e.version(), languages(e), retired));
            }
        return rows;
    }

    /** Every version of one instrument that had come into use, in order of version, with all that it consists of. */
    List<String> definitions(InstrumentCode instrument) {
        var released = new TreeMap<String, String>();
        for (var line : inOrderOfRecording())
            if (line.event() instanceof InstrumentVersionReleased e
                    && e.instrument().equals(instrument)) {
                String retired = null;
                for (var other : inOrderOfRecording())
                    if (other.event() instanceof InstrumentVersionRetired r
                            && r.instrument().equals(instrument)
                            && r.version().equals(e.version()))
                        retired = other.occurred().from();
                var items = e.items().stream()
                        .map(item -> "%s %s from %s to %s of %s free %s"
                                .formatted(
                                        item.code(),
                                        languages(item.text()),
                                        item.least(),
                                        item.greatest(),
                                        item.choices(),
                                        item.freeText()))
                        .toList();
                var codes = e.missingCodes().stream()
                        .map(code -> code.code() + " " + languages(code.meaning()))
                        .toList();
                var scores = e.scores().stream()
                        .map(score -> "%s %s over %s".formatted(score.code(), languages(score.title()), score.items()))
                        .toList();
                released.put(
                        e.version(),
                        "%s %s %s %s since %s retired %s by %s: items %s, missing codes %s, scores %s"
                                .formatted(
                                        instrument,
                                        e.version(),
                                        e.kind().name().toLowerCase(Locale.ROOT),
                                        languages(e.title()),
                                        line.occurred().from(),
                                        retired,
                                        line.id(),
                                        items,
                                        codes,
                                        scores));
            }
        return CourseProof.numbered(released.values().stream()).toList();
    }

    /** Of two releases of one version that both stand, the one recorded last is what it consists of. */
    private List<Line> inOrderOfRecording() {
        return plain.begun.stream().sorted(Comparator.comparing(Line::position)).toList();
    }

    private static List<String> languages(Map<Language, String> texts) {
        return texts.entrySet().stream()
                .map(text -> text.getKey().code() + " " + text.getValue())
                .sorted()
                .toList();
    }

    private static List<String> languages(InstrumentVersionReleased version) {
        return version.title().keySet().stream()
                .map(language -> language.code())
                .sorted()
                .toList();
    }

    /** With which instrument, when, in which languages, with which arms and whom a case works. */
    List<String> design(CaseCode caseCode) {
        var opened = plain.of(caseCode, CaseRegistered.class);
        if (opened.isEmpty()) return List.of();
        var study = (CaseRegistered) opened.getLast().event();
        var arms = new TreeSet<String>();
        for (var line : plain.of(caseCode, AllocationMade.class))
            arms.add(String.valueOf(plain.arm(
                    caseCode, ((AllocationMade) line.event()).participant().code())));
        for (var line : plain.of(caseCode, SiteAdded.class))
            if (((SiteAdded) line.event()).arm() != null) arms.add(((SiteAdded) line.event()).arm());
        var roles = new TreeMap<String, Integer>();
        for (var course : plain.courses(caseCode).values())
            if (course.stream().anyMatch(step -> !(step.event() instanceof ParticipantDiscontinued)))
                roles.merge(PlainCourse.role(course), 1, Integer::sum);
        var versions = new TreeSet<String>();
        var answeredIn = new TreeSet<String>();
        for (var answered : plain.answered(caseCode)) {
            versions.add(answered.version());
            var language = answered.line().event().envelope().language();
            if (language != null) answeredIn.add(language.code());
        }
        var schedule = plain.schedule(caseCode);
        var timepoints = new ArrayList<String>();
        if (schedule != null)
            for (var point : schedule.timepoints())
                timepoints.add("%s: %d days from %s, %d early to %d late"
                        .formatted(
                                point.code(),
                                point.afterDays(),
                                PlainCourse.written(point.anchor()),
                                point.earlyDays(),
                                point.lateDays()));
        var languages = new TreeSet<String>();
        for (var line : plain.begun)
            if (line.event() instanceof InstrumentVersionReleased e
                    && e.instrument().equals(RandomCourses.INSTRUMENT)
                    && versions.contains(e.version())) languages.addAll(languages(e));
        return List.of("%s %s %s versions %s in %s answered in %s at %s arms %s roles %s"
                .formatted(
                        country(study),
                        study.setting(),
                        schedule == null && versions.isEmpty() ? null : RandomCourses.INSTRUMENT,
                        versions,
                        languages,
                        answeredIn,
                        timepoints,
                        arms,
                        roles.entrySet().stream()
                                .map(role -> role.getKey() + " " + role.getValue())
                                .toList()));
    }
}
