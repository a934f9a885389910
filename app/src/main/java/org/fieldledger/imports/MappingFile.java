package org.fieldledger.imports;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.fieldledger.definition.Definition;
import org.fieldledger.definition.InstrumentBlocks;
import org.fieldledger.definition.Section;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.imports.Mapping.Allocation;
import org.fieldledger.imports.Mapping.AnswersTable;
import org.fieldledger.imports.Mapping.Attestation;
import org.fieldledger.imports.Mapping.Discontinuation;
import org.fieldledger.imports.Mapping.Enrolment;
import org.fieldledger.imports.Mapping.InstrumentSetUp;
import org.fieldledger.imports.Mapping.ModuleSetUp;
import org.fieldledger.imports.Mapping.PeopleTable;
import org.fieldledger.imports.Mapping.ScheduleSetUp;
import org.fieldledger.imports.Mapping.StudySetUp;
import org.fieldledger.imports.Mapping.Where;
import org.fieldledger.imports.Mapping.Withdrawal;

/** A mapping as it is written down. */
final class MappingFile {

    /** Throws {@link org.fieldledger.definition.DefinitionRefused} with every mistake, by line. */
    static Mapping read(String name, Reader text) throws IOException {
        return Definition.read(name, text, MappingFile::mapping);
    }

    private static Mapping mapping(Section root) {
        return new Mapping(
                root.value("mapping", MappingFile::id),
                root.section("case", MappingFile::study),
                root.value("performer", ResearcherCode::new),
                root.sections("modules", MappingFile::module),
                root.sections("instruments", MappingFile::instrument),
                root.sections("schedules", MappingFile::schedule),
                root.sections("people", MappingFile::people),
                root.sections("answers", MappingFile::answers));
    }

    private static String id(String text) {
        if (!text.matches("[a-z0-9][a-z0-9-]{2,60}"))
            throw new IllegalArgumentException(
                    "'%s' is not a name for a mapping; one looks like cdisc-pilot".formatted(text));
        return text;
    }

    private static StudySetUp study(Section s) {
        return new StudySetUp(
                s.value("code", CaseCode::new),
                s.text("title"),
                s.choice("country", Country.class),
                s.text("setting"),
                s.flag("vulnerableGroup", false),
                s.zone("zone"),
                s.day("opened"),
                s.value("approval", ApprovalReference::new),
                s.text("authority"),
                s.text("population"),
                s.day("decided"));
    }

    private static ModuleSetUp module(Section s) {
        return new ModuleSetUp(
                s.value("code", ModuleCode::new),
                InstrumentBlocks.title(s),
                s.text("dataCategory"),
                s.text("purpose"),
                InstrumentBlocks.wordings(s));
    }

    private static InstrumentSetUp instrument(Section s) {
        return new InstrumentSetUp(
                s.value("code", InstrumentCode::new),
                s.text("version"),
                s.choice("kind", InstrumentKind.class),
                InstrumentBlocks.title(s),
                InstrumentBlocks.items(s),
                InstrumentBlocks.missingCodes(s),
                InstrumentBlocks.scores(s));
    }

    private static ScheduleSetUp schedule(Section s) {
        return new ScheduleSetUp(
                s.value("instrument", InstrumentCode::new),
                s.text("version"),
                s.sections(
                        "timepoints",
                        t -> new Timepoint(
                                t.value("code", TimepointCode::new),
                                InstrumentBlocks.title(t),
                                t.choice("anchor", Anchor.class),
                                t.count("afterDays", 0),
                                t.count("earlyDays", 0),
                                t.count("lateDays", 0))));
    }

    private static PeopleTable people(Section s) {
        return new PeopleTable(
                s.text("table"),
                where(s, "where"),
                s.text("participant"),
                s.section(
                        "attestation",
                        a -> new Attestation(
                                a.text("from"),
                                a.values("modules", ModuleCode::new),
                                a.text("attestedBy"),
                                a.text("evidence"))),
                s.section("enrolment", e -> new Enrolment(e.text("on"), e.value("role", Role::new))),
                s.maybeSection("allocation", a -> new Allocation(a.text("on"), a.text("arm"), a.text("method"))),
                s.maybeSection("discontinuation", MappingFile::discontinuation),
                s.maybeSection(
                        "withdrawal",
                        w -> new Withdrawal(
                                w.text("on"),
                                where(w, "when"),
                                w.values("modules", ModuleCode::new),
                                w.choice("kind", WithdrawalKind.class),
                                w.choice("method", ConsentMethod.class))));
    }

    private static Discontinuation discontinuation(Section d) {
        return new Discontinuation(
                d.text("on"),
                d.text("reason"),
                d.map(
                        "reasons",
                        Function.identity(),
                        word -> Arrays.stream(DiscontinuationReason.values())
                                .filter(reason -> reason.name().equalsIgnoreCase(word.replace('-', '_')))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException("'%s' is none of %s"
                                        .formatted(
                                                word,
                                                List.of(DiscontinuationReason.values())
                                                        .toString()
                                                        .toLowerCase(Locale.ROOT))))));
    }

    private static AnswersTable answers(Section s) {
        return new AnswersTable(
                s.text("table"),
                where(s, "where"),
                s.text("participant"),
                s.text("on"),
                s.value("instrument", InstrumentCode::new),
                s.text("version"),
                s.text("item"),
                s.text("value"),
                s.text("ifAbsent"),
                s.map("missingValues", Function.identity(), Function.identity()),
                s.map("totals", Function.identity(), Function.identity()),
                s.maybeText("timepoint"),
                s.map("timepoints", Function.identity(), TimepointCode::new));
    }

    private static Where where(Section s, String key) {
        return new Where(
                s.<Map<String, String>>maybeSection(key, Section::words).orElseGet(Map::of));
    }

    private MappingFile() {}
}
