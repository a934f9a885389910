package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CellStatus;
import org.fieldledger.query.Paging;
import org.fieldledger.query.completeness.CompletenessView.ForumStep;
import org.fieldledger.query.completeness.CompletenessView.Introduced;
import org.fieldledger.query.completeness.CompletenessView.WardRecord;
import org.fieldledger.query.completeness.Timepoints.Owed;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.leadership.LeadershipCoverage.Leader;
import org.fieldledger.query.leadership.LeadershipCoverage.Programme;
import org.fieldledger.query.leadership.LeadershipView;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.participant.ParticipantView.Dated;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.Site;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What is owed in every grid of fieldwork, and what became of it. */
@Component
public class Completeness implements ResearchQuestion {

    /** The grids that can be asked about. */
    enum Grid {
        LEADERSHIP,
        FORUMS,
        WARDS,
        TIMEPOINTS
    }

    private static final List<String> WARD_KINDS = List.of("qualitative", "quantitative", "self-report", "register");
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
    private final LeadershipView leadership;
    private final RegisterView register;
    private final MeasureView measures;
    private final ParticipantView participants;
    private final ConsentView consents;
    private final Timepoints timepoints;
    private final int firstForumAfterYears;
    private final int monthsBetweenForums;

    /**
     * Forums are owed by the rule of the programme: the first at the end of its third year and one every six months from then
     * on, unless the configuration says otherwise.
     */
    Completeness(
            CompletenessView completeness,
            LeadershipView leadership,
            RegisterView register,
            MeasureView measures,
            ParticipantView participants,
            ConsentView consents,
            Timepoints timepoints,
            @Value("${fieldledger.forums.first-after-years:3}") int firstForumAfterYears,
            @Value("${fieldledger.forums.months-between:6}") int monthsBetweenForums) {
        this.completeness = completeness;
        this.leadership = leadership;
        this.register = register;
        this.measures = measures;
        this.participants = participants;
        this.consents = consents;
        this.timepoints = timepoints;
        this.firstForumAfterYears = firstForumAfterYears;
        this.monthsBetweenForums = monthsBetweenForums;
    }

    @Override
    public String name() {
        return "completeness";
    }

    @Override
    public String asks() {
        return "What does fieldwork owe by its schedules, and what of it is done, due, late, missed, impossible or not approved?";
    }

    @Override
    public Class<Cell> row() {
        return Cell.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.GRID, Parameter.INSTRUMENT, Parameter.ROLE);
    }

    @Override
    public Set<Parameter> needs() {
        return EnumSet.noneOf(Parameter.class);
    }

    @Override
    public List<Projection> over() {
        return List.of(completeness, leadership, register, measures, participants, consents);
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        var grid = asked.oneOf(Parameter.GRID, Grid.class);
        var cases = asked.maybeCase().map(List::of).orElseGet(() -> cases(asOf));
        var programme = leadership.programmeAsOf(asOf);
        var cells = new ArrayList<Cell>();
        if (wanted(grid.orElse(null), Grid.LEADERSHIP)) cells.addAll(leadership(asked, cases, asOf));
        if (wanted(grid.orElse(null), Grid.FORUMS)) programme.ifPresent(known -> cells.addAll(forums(known, asOf)));
        for (var caseCode : cases) {
            if (wanted(grid.orElse(null), Grid.WARDS)) cells.addAll(wards(caseCode, programme.orElse(null), asOf));
            if (wanted(grid.orElse(null), Grid.TIMEPOINTS)) cells.addAll(timepoints(caseCode, asked, asOf));
        }
        return new Findings(cells, counts(cells), Map.of());
    }

    private static boolean wanted(@Nullable Grid asked, Grid grid) {
        return asked == null || asked == grid;
    }

    private List<CaseCode> cases(AsOf asOf) {
        return register.cases(asOf, new Paging(Paging.MOST, null)).items().stream()
                .map(study -> new CaseCode(study.caseCode()))
                .toList();
    }

    private static Map<String, Long> counts(List<Cell> cells) {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("cells", (long) cells.size());
        for (var status : CellStatus.values())
            counts.put(
                    Asked.written(status),
                    cells.stream().filter(cell -> cell.status() == status).count());
        return counts;
    }

    // ---- leadership interviews

    private List<Cell> leadership(Asked asked, List<CaseCode> cases, AsOf asOf) {
        var consent = consents.approvals(cases, asOf);
        return leadership.coverage(asked.text(Parameter.CASE).orElse(null), asOf).items().stream()
                .map(cell -> {
                    var caseCode = new CaseCode(cell.caseCode());
                    var today = asOf.lastDay(consent.zone(caseCode));
                    var open = cell.status() == CellStatus.LATE || cell.status() == CellStatus.DUE;
                    var approved = !open
                            || consent.approvedSometime(
                                    caseCode, "interview", cell.from(), earlier(cell.until(), today));
                    var each = cell.leaders().stream()
                            .map(Leader::status)
                            .map(status -> approved ? status : unapproved(status))
                            .toList();
                    return Cell.of(
                            "leadership",
                            cell.caseCode(),
                            null,
                            "year " + cell.year(),
                            cell.from(),
                            cell.until(),
                            approved ? cell.status() : CellStatus.NOT_APPROVED,
                            each,
                            0,
                            cell.leaders().isEmpty() && open ? "nobody is known to lead the case" : null);
                })
                .toList();
    }

    private static CellStatus unapproved(CellStatus status) {
        return status == CellStatus.LATE || status == CellStatus.DUE ? CellStatus.NOT_APPROVED : status;
    }

    // ---- forums

    /** Each in the calendar month that its day falls in. */
    private List<Cell> forums(Programme programme, AsOf asOf) {
        var today = asOf.lastDay(programme.zone());
        var steps = completeness.forums(asOf);
        var cells = new ArrayList<Cell>();
        var number = 1;
        for (var day = forumDay(programme, number);
                !day.isAfter(programme.ends());
                day = forumDay(programme, ++number)) {
            var last = forumDay(programme, number + 1).isAfter(programme.ends());
            cells.add(forum(number, number == 1 || last, day.withDayOfMonth(1), day, steps, today));
        }
        for (var step : steps)
            if (step.forum() >= number && step.held())
                cells.add(Cell.of(
                        "forums",
                        null,
                        null,
                        "forum " + step.forum(),
                        null,
                        null,
                        CellStatus.DONE,
                        List.of(),
                        0,
                        "held on %s, owed by no schedule".formatted(step.day())));
        return cells;
    }

    private LocalDate forumDay(Programme programme, int number) {
        return programme
                .begins()
                .plusYears(firstForumAfterYears)
                .plusMonths((long) monthsBetweenForums * (number - 1))
                .minusDays(1);
    }

    private static Cell forum(
            int number, boolean open, LocalDate from, LocalDate until, List<ForumStep> steps, LocalDate today) {
        var own = steps.stream().filter(step -> step.forum() == number).toList();
        var held = own.stream().filter(ForumStep::held).findFirst();
        var called = own.stream().filter(step -> !step.held()).reduce((earlier, later) -> later);
        var status = held.isPresent()
                ? CellStatus.DONE
                : from.isAfter(today)
                        ? CellStatus.NOT_DUE_YET
                        : until.isBefore(today) ? CellStatus.LATE : CellStatus.DUE;
        var why = Stream.of(
                        held.filter(step ->
                                        step.day().isBefore(from) || step.day().isAfter(until))
                                .map(step -> "held on " + step.day()),
                        held.isPresent()
                                ? Optional.<String>empty()
                                : called.map(step -> "called for " + step.planned()),
                        called.filter(step -> open != "open".equals(step.scope()))
                                .map(step -> open
                                        ? "invited by selection, though the first and the last are open to all"
                                        : "open to all, though only the first and the last need be"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return Cell.single("forums", null, null, "forum " + number, from, until, status, why.isEmpty() ? null : why);
    }

    // ---- wards

    /**
     * A case whose sites have arms owes every kind of data of each, before and after. Before is until the intervention was
     * brought into use anywhere in the case; after is from then until the case is closed or the programme ends.
     */
    private List<Cell> wards(CaseCode caseCode, @Nullable Programme programme, AsOf asOf) {
        var study = register.caseStudy(caseCode, asOf).items();
        if (study.isEmpty()) return List.of();
        var sites = study.getFirst().sites().stream()
                .filter(site -> site.arm() != null)
                .toList();
        if (sites.isEmpty()) return List.of();
        var consent = consents.approvals(List.of(caseCode), asOf);
        var today = asOf.lastDay(consent.zone(caseCode));
        var introduced = completeness.introduced(caseCode, asOf).stream().findFirst();
        var opened = firstDay(study.getFirst().study().since());
        var closed = study.getFirst().study().closed();
        var end = closed != null ? lastDay(closed) : programme == null ? null : programme.ends();
        var records = completeness.wards(caseCode, asOf);
        var reports = selfReports(caseCode, introduced.orElse(null), asOf);
        var cells = new ArrayList<Cell>();
        for (var site : sites)
            for (var phase : List.of("pre", "post"))
                for (var kind : WARD_KINDS) {
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
                    cells.add(ward(caseCode, site, phase, kind, from, until, own, consent, today));
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
            ConsentOnRecord consent,
            LocalDate today) {
        var status = own.isEmpty() ? undone(caseCode, kind, from, until, consent, today) : CellStatus.DONE;
        return Cell.of(
                "wards",
                caseCode.code(),
                "%s (%s)".formatted(site.site(), site.arm()),
                phase + " " + kind,
                from,
                until,
                status,
                List.of(status),
                own.stream().filter(WardRecord::quarantined).count(),
                own.isEmpty()
                        ? from == null ? "the intervention has not been brought into use" : null
                        : "%d on record, %s to %s"
                                .formatted(
                                        own.size(),
                                        own.getFirst().day(),
                                        own.getLast().day()));
    }

    private static CellStatus undone(
            CaseCode caseCode,
            String kind,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            ConsentOnRecord consent,
            LocalDate today) {
        if (from == null || from.isAfter(today)) return CellStatus.NOT_DUE_YET;
        var last = until == null ? today : earlier(until, today);
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
                                one.quarantined()))
                        .stream())
                .sorted(Comparator.comparing(WardRecord::day))
                .toList();
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private static LocalDate firstDay(String written) {
        return new Occurred(written, null, ZoneOffset.UTC).firstDay();
    }

    private static LocalDate lastDay(String written) {
        return new Occurred(written, null, ZoneOffset.UTC).lastDay();
    }

    // ---- timepoints

    private List<Cell> timepoints(CaseCode caseCode, Asked asked, AsOf asOf) {
        record Line(String instrument, String role, String timepoint) {}
        Function<Owed, Line> line = owed -> new Line(owed.instrument(), owed.role(), owed.timepoint());
        return timepoints.of(caseCode, asOf).stream()
                .filter(owed -> asked.matches(Parameter.INSTRUMENT, owed.instrument())
                        && asked.matches(Parameter.ROLE, owed.role()))
                .collect(Collectors.groupingBy(line, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> {
                    var each = entry.getValue().stream().map(Owed::status).toList();
                    return Cell.of(
                            "timepoints",
                            caseCode.code(),
                            entry.getKey().instrument() + ", " + entry.getKey().role(),
                            entry.getKey().timepoint(),
                            entry.getValue().stream()
                                    .map(Owed::from)
                                    .filter(Objects::nonNull)
                                    .min(Comparator.naturalOrder())
                                    .orElse(null),
                            entry.getValue().stream()
                                    .map(Owed::until)
                                    .filter(Objects::nonNull)
                                    .max(Comparator.naturalOrder())
                                    .orElse(null),
                            Cell.worst(each),
                            each,
                            entry.getValue().stream()
                                    .filter(owed -> !owed.usable())
                                    .count(),
                            null);
                })
                .filter(cell -> cell.owed() > 0)
                .sorted(Comparator.comparing(cell -> String.valueOf(cell.line())))
                .toList();
    }
}
