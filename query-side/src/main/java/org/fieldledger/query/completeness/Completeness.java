package org.fieldledger.query.completeness;

import java.time.LocalDate;
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
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CellStatus;
import org.fieldledger.query.Paging;
import org.fieldledger.query.completeness.CompletenessView.ForumStep;
import org.fieldledger.query.completeness.Timepoints.Owed;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.leadership.LeadershipCoverage;
import org.fieldledger.query.leadership.LeadershipCoverage.Programme;
import org.fieldledger.query.leadership.LeadershipView;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.register.RegisterView;
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

    private static final String INTERVIEWS = "interview";
    private static final ModuleCode INTERVIEW = new ModuleCode("interview");

    private final CompletenessView completeness;
    private final LeadershipView leadership;
    private final RegisterView register;
    private final MeasureView measures;
    private final ParticipantView participants;
    private final ConsentView consents;
    private final Wards wards;
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
            Wards wards,
            Timepoints timepoints,
            @Value("${fieldledger.forums.first-after-years:3}") int firstForumAfterYears,
            @Value("${fieldledger.forums.months-between:6}") int monthsBetweenForums) {
        this.completeness = completeness;
        this.leadership = leadership;
        this.register = register;
        this.measures = measures;
        this.participants = participants;
        this.consents = consents;
        this.wards = wards;
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
            if (wanted(grid.orElse(null), Grid.WARDS)) cells.addAll(wards.of(caseCode, programme.orElse(null), asOf));
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
        var named = asked.text(Parameter.CASE).orElse(null);
        var covered = leadership.coverage(named, asOf).items();
        var leaders = covered.stream()
                .flatMap(cell -> cell.leaders().stream())
                .map(leader -> new ParticipantCode(leader.leader()))
                .distinct()
                .toList();
        var consent = consents.onRecordOf(cases, leaders, leadership.held(named, asOf), asOf);
        return covered.stream().map(cell -> leadership(cell, consent, asOf)).toList();
    }

    private static Cell leadership(LeadershipCoverage.Cell cell, ConsentOnRecord consent, AsOf asOf) {
        var caseCode = new CaseCode(cell.caseCode());
        var today = asOf.lastDay(consent.zone(caseCode));
        var last = earlier(cell.until(), today);
        var approved = !open(cell.status()) || consent.approvedSometime(caseCode, INTERVIEWS, cell.from(), last);
        var each = cell.leaders().stream()
                .map(leader -> !open(leader.status())
                        ? leader.status()
                        : consent.stateOn(caseCode, new ParticipantCode(leader.leader()), INTERVIEW, last)
                                        == State.WITHDRAWN
                                ? CellStatus.IMPOSSIBLE
                                : approved ? leader.status() : CellStatus.NOT_APPROVED)
                .toList();
        return Cell.of(
                "leadership",
                cell.caseCode(),
                null,
                "year " + cell.year(),
                cell.from(),
                cell.until(),
                !open(cell.status())
                        ? cell.status()
                        : !each.isEmpty() ? Cell.worst(each) : approved ? cell.status() : CellStatus.NOT_APPROVED,
                each,
                cell.leaders().stream()
                        .filter(leader -> leader.status() == CellStatus.DONE)
                        .filter(leader -> consent.use(Objects.requireNonNull(leader.event())) != Use.USABLE)
                        .count(),
                cell.leaders().isEmpty() && open(cell.status()) ? "nobody is known to lead the case" : null);
    }

    private static boolean open(CellStatus status) {
        return status == CellStatus.LATE || status == CellStatus.DUE;
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
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
        var called = own.stream().filter(ForumStep::called).reduce((earlier, later) -> later);
        var missed = own.stream().filter(ForumStep::missed).reduce((earlier, later) -> later);
        var status = held.isPresent()
                ? CellStatus.DONE
                : missed.isPresent()
                        ? CellStatus.MISSED
                        : from.isAfter(today)
                                ? CellStatus.NOT_DUE_YET
                                : until.isBefore(today) ? CellStatus.LATE : CellStatus.DUE;
        var why = Stream.of(
                        held.filter(step ->
                                        step.day().isBefore(from) || step.day().isAfter(until))
                                .map(step -> "held on " + step.day()),
                        held.isPresent() ? Optional.<String>empty() : missed.map(ForumStep::reason),
                        held.isPresent() || missed.isPresent()
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
