package org.fieldledger.query.comparison;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.completeness.CompletenessView;
import org.fieldledger.query.completeness.CompletenessView.Planned;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.measure.MeasureView.Given;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.participant.ParticipantView.Dated;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.InstrumentVersion;
import org.fieldledger.query.research.Asked;
import org.fieldledger.query.research.Asked.Parameter;
import org.fieldledger.query.research.ResearchQuestion;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a case is designed: with which instruments, when, in which languages, with which arms and whom. */
@Component
public class Design implements ResearchQuestion {

    /** How each difference begins, before what it is in and a colon. */
    public static final String DIFFERENT = "Different ";

    private final RegisterView register;
    private final CompletenessView completeness;
    private final MeasureView measures;
    private final ParticipantView participants;

    Design(RegisterView register, CompletenessView completeness, MeasureView measures, ParticipantView participants) {
        this.register = register;
        this.completeness = completeness;
        this.measures = measures;
        this.participants = participants;
    }

    /**
     * One instrument of one case; a case without any has a row without one.
     *
     * @param versions that were answered
     * @param languages in which those versions are there
     * @param answeredIn languages in which they were answered, as far as that was written down
     * @param timepoints as they are planned, with the days from their anchor and the window
     * @param arms that people were allocated to, or that sites have
     * @param roles in which people take part, with how many ever joined in each
     */
    public record Row(
            String caseCode,
            String country,
            String setting,
            @Nullable String instrument,
            List<String> versions,
            List<String> languages,
            List<String> answeredIn,
            List<String> timepoints,
            List<String> arms,
            List<String> roles) {}

    @Override
    public String name() {
        return "design";
    }

    @Override
    public String asks() {
        return "With which instruments, when, in which languages, with which arms and whom does a case work?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.INSTRUMENT);
    }

    @Override
    public List<Projection> over() {
        return List.of(register, completeness, measures, participants);
    }

    @Override
    public Findings answer(Asked asked, AsOf asOf) {
        return Findings.of(rows(asked.caseCode(), asked, asOf));
    }

    private List<Row> rows(CaseCode caseCode, Asked asked, AsOf asOf) {
        var study = register.caseStudy(caseCode, asOf).items();
        if (study.isEmpty()) return List.of();
        var schedules = completeness.schedules(caseCode, asOf);
        var given = measures.given(caseCode, asOf);
        var instruments = new TreeSet<>(schedules.keySet());
        given.forEach(one -> instruments.add(one.instrument()));
        instruments.removeIf(instrument -> !asked.matches(Parameter.INSTRUMENT, instrument));
        var arms = new TreeSet<String>();
        measures.allocations(caseCode, asOf).values().forEach(allocated -> arms.add(allocated.arm()));
        study.getFirst().sites().forEach(site -> {
            if (site.arm() != null) arms.add(site.arm());
        });
        var roles = roles(caseCode, asOf);
        var one = study.getFirst().study();
        if (instruments.isEmpty())
            return List.of(new Row(
                    caseCode.code(),
                    one.country(),
                    one.setting(),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.copyOf(arms),
                    roles));
        var versions = register.instruments(null, false, asOf, new Paging(Paging.MOST, null))
                .items();
        return instruments.stream()
                .map(instrument -> {
                    var schedule = schedules.get(instrument);
                    var used = said(instrument, given, Given::version);
                    return new Row(
                            caseCode.code(),
                            one.country(),
                            one.setting(),
                            instrument,
                            List.copyOf(used),
                            languages(instrument, used, versions),
                            List.copyOf(said(instrument, given, Given::language)),
                            schedule == null
                                    ? List.of()
                                    : schedule.timepoints().stream()
                                            .map(Design::written)
                                            .toList(),
                            List.copyOf(arms),
                            roles);
                })
                .toList();
    }

    private static Set<String> said(String instrument, List<Given> given, Function<Given, @Nullable String> what) {
        return given.stream()
                .filter(one -> one.instrument().equals(instrument))
                .map(what)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> languages(String instrument, Set<String> used, List<InstrumentVersion> versions) {
        var languages = new TreeSet<String>();
        versions.stream()
                .filter(version -> version.instrument().equals(instrument) && used.contains(version.version()))
                .forEach(version -> languages.addAll(version.title().propertyNames()));
        return List.copyOf(languages);
    }

    private List<String> roles(CaseCode caseCode, AsOf asOf) {
        var roles = new TreeMap<String, Integer>();
        participants
                .courses(caseCode, asOf)
                .values()
                .forEach(course -> course.stream()
                        .map(Dated::role)
                        .filter(Objects::nonNull)
                        .reduce((earlier, later) -> later)
                        .ifPresent(role -> roles.merge(role, 1, Integer::sum)));
        return roles.entrySet().stream()
                .map(role -> role.getKey() + " " + role.getValue())
                .toList();
    }

    private static String written(Planned planned) {
        return "%s: %d days from %s, %d early to %d late"
                .formatted(
                        planned.timepoint(),
                        planned.afterDays(),
                        planned.anchor().name().toLowerCase(Locale.ROOT),
                        planned.earlyDays(),
                        planned.lateDays());
    }

    /**
     * In words, where these cases differ as far as a question about them depends on it: in the instrument it is about, or in all of
     * theirs. Nothing is averaged over what differs here.
     */
    public List<String> differences(List<CaseCode> cases, @Nullable String instrument, AsOf asOf) {
        var rows = new LinkedHashMap<String, List<Row>>();
        for (var caseCode : cases)
            rows.put(
                    caseCode.code(),
                    rows(
                            caseCode,
                            new Asked(instrument == null ? Map.of() : Map.of(Parameter.INSTRUMENT, instrument)),
                            asOf));
        var told = new ArrayList<String>();
        differ(told, "countries", rows, row -> List.of(row.country().toUpperCase(Locale.ROOT)));
        differ(told, "instruments", rows, row -> row.instrument() == null ? List.of() : List.of(row.instrument()));
        differ(told, "versions", rows, row -> named(row, row.versions()));
        differ(told, "languages", rows, row -> named(row, row.languages()));
        differ(told, "languages answered in", rows, row -> named(row, row.answeredIn()));
        differ(told, "timepoints", rows, row -> named(row, row.timepoints()));
        differ(told, "arms", rows, Row::arms);
        differ(
                told,
                "roles",
                rows,
                row -> row.roles().stream()
                        .map(role -> role.substring(0, role.lastIndexOf(' ')))
                        .toList());
        return told;
    }

    private static List<String> named(Row row, List<String> values) {
        return values.stream().map(value -> row.instrument() + " " + value).toList();
    }

    private static void differ(
            List<String> told, String what, Map<String, List<Row>> rows, Function<Row, List<String>> of) {
        var values = new LinkedHashMap<String, Set<String>>();
        rows.forEach((caseCode, own) -> {
            var all = new LinkedHashSet<String>();
            own.forEach(row -> all.addAll(of.apply(row)));
            values.put(caseCode, all);
        });
        if (values.values().stream().distinct().count() < 2) return;
        told.add(DIFFERENT
                + "%s: %s"
                        .formatted(
                                what,
                                values.entrySet().stream()
                                        .map(one -> one.getKey() + " "
                                                + (one.getValue().isEmpty()
                                                        ? "none"
                                                        : String.join(", ", one.getValue())))
                                        .collect(Collectors.joining("; "))));
    }
}
