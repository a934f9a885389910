package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CellStatus;
import org.fieldledger.query.completeness.CompletenessView.Introduced;
import org.fieldledger.query.completeness.CompletenessView.WardMissed;
import org.fieldledger.query.completeness.CompletenessView.WardRecord;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.leadership.LeadershipCoverage.Programme;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.participant.ParticipantView.Dated;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.Site;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What became of every kind of data that the wards of a case owe, before its intervention was brought into use and after. */
@Component
class Wards {

    private static final List<String> KINDS = List.of("qualitative", "quantitative", "self-report", "register");
    private static final Map<String, String> CHAPTERS = Map.of(
            "qualitative",
            "observation",
            "quantitative",
            "observation",
            "self-report",
            "measure",
            "register",
            "material");

    private final CompletenessView completeness;
    private final RegisterView register;
    private final MeasureView measures;
    private final ParticipantView participants;
    private final ConsentView consents;

    Wards(
            CompletenessView completeness,
            RegisterView register,
            MeasureView measures,
            ParticipantView participants,
            ConsentView consents) {
        this.completeness = completeness;
        this.register = register;
        this.measures = measures;
        this.participants = participants;
        this.consents = consents;
    }

    /**
     * A case whose sites have arms owes every kind of data of each, before and after. Before is until the intervention was
     * brought into use anywhere in the case; after is from then until the case is closed or the programme ends.
     */
    List<Cell> of(CaseCode caseCode, @Nullable Programme programme, AsOf asOf) {
        var study = register.caseStudy(caseCode, asOf).items();
        if (study.isEmpty()) return List.of();
        var sites = study.getFirst().sites().stream()
                .filter(site -> site.arm() != null)
                .toList();
        if (sites.isEmpty()) return List.of();
        var introduced = completeness.introduced(caseCode, asOf).stream().findFirst();
        var opened = firstDay(study.getFirst().study().since());
        var closed = study.getFirst().study().closed();
        var end = closed != null ? lastDay(closed) : programme == null ? null : programme.ends();
        var records = completeness.wards(caseCode, asOf);
        var missed = completeness.missedOnWards(caseCode, asOf);
        var reports = selfReports(caseCode, introduced.orElse(null), asOf);
        var consent = consents.onRecordOf(
                List.of(caseCode),
                List.of(),
                Stream.concat(records.stream(), reports.stream())
                        .map(WardRecord::position)
                        .toList(),
                asOf);
        var today = asOf.lastDay(consent.zone(caseCode));
        var cells = new ArrayList<Cell>();
        for (var site : sites)
            for (var phase : List.of("pre", "post"))
                for (var kind : KINDS) {
                    var from = phase.equals("pre")
                            ? opened
                            : introduced.map(Introduced::from).orElse(null);
                    var until = phase.equals("pre")
                            ? introduced.map(one -> one.by().minusDays(1)).orElse(null)
                            : introduced.isPresent() ? end : null;
                    var own = Stream.concat(records.stream(), reports.stream())
                            .filter(one -> one.site().equals(site.site())
                                    && one.phase().equals(phase)
                                    && one.kind().equals(kind))
                            .toList();
                    var ofCell = missed.stream()
                            .filter(one -> one.site().equals(site.site())
                                    && one.phase().equals(phase)
                                    && one.kind().equals(kind))
                            .reduce((earlier, later) -> later);
                    cells.add(ward(caseCode, site, phase, kind, from, until, own, ofCell.orElse(null), consent, today));
                }
        return cells;
    }

    private static Cell ward(
            CaseCode caseCode,
            Site site,
            String phase,
            String kind,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            List<WardRecord> own,
            @Nullable WardMissed missed,
            ConsentOnRecord consent,
            LocalDate today) {
        var status = !own.isEmpty()
                ? CellStatus.DONE
                : missed != null ? CellStatus.MISSED : undone(caseCode, kind, from, until, consent, today);
        return Cell.of(
                "wards",
                caseCode.code(),
                "%s (%s)".formatted(site.site(), site.arm()),
                phase + " " + kind,
                from,
                until,
                status,
                List.of(status),
                own.stream().filter(one -> !usable(one, consent)).count(),
                own.isEmpty()
                        ? missed != null
                                ? missed.reason()
                                : from == null ? "the intervention has not been brought into use" : null
                        : "%d on record, %s to %s"
                                .formatted(
                                        own.size(),
                                        own.getFirst().day(),
                                        own.getLast().day()));
    }

    /** What took nothing from anybody by name is nobody's to forbid; kept as a deviation, it is quarantined all the same. */
    private static boolean usable(WardRecord one, ConsentOnRecord consent) {
        return !one.quarantined() && consent.use(one.event()) == Use.USABLE;
    }

    private static CellStatus undone(
            CaseCode caseCode,
            String kind,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            ConsentOnRecord consent,
            LocalDate today) {
        if (from == null || from.isAfter(today)) return CellStatus.NOT_DUE_YET;
        var last = until == null || until.isAfter(today) ? today : until;
        if (!consent.approvedSometime(caseCode, Objects.requireNonNull(CHAPTERS.get(kind)), from, last))
            return CellStatus.NOT_APPROVED;
        return until != null && until.isBefore(today) ? CellStatus.LATE : CellStatus.DUE;
    }

    /** What people of a ward answered, before or after: certainly so, or it counts for neither. */
    private List<WardRecord> selfReports(CaseCode caseCode, @Nullable Introduced introduced, AsOf asOf) {
        var sites = participants.courses(caseCode, asOf).entrySet().stream()
                .flatMap(one -> one.getValue().stream()
                        .map(Dated::site)
                        .filter(Objects::nonNull)
                        .reduce((earlier, later) -> later)
                        .map(site -> Map.entry(one.getKey(), site))
                        .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return measures.given(caseCode, asOf).stream()
                .filter(one -> sites.containsKey(one.participant()))
                .flatMap(one -> Phases.of(one.from(), one.by(), introduced)
                        .map(phase -> new WardRecord(
                                Objects.requireNonNull(sites.get(one.participant())),
                                phase,
                                "self-report",
                                one.by(),
                                one.position(),
                                one.event(),
                                one.quarantined()))
                        .stream())
                .sorted(Comparator.comparing(WardRecord::day))
                .toList();
    }

    private static LocalDate firstDay(String written) {
        return new Occurred(written, null, ZoneOffset.UTC).firstDay();
    }

    private static LocalDate lastDay(String written) {
        return new Occurred(written, null, ZoneOffset.UTC).lastDay();
    }
}
