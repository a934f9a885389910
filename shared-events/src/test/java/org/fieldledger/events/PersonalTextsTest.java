package org.fieldledger.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text, number and day in every kind of event is either personal, and sealed, or stands here with the reason why it is not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PersonalTextsTest {

    private static final String CODE = "a code that fieldwork goes by, matched when decisions are made";
    private static final String OFFICIAL = "an institution's own words, public or open to the public";
    private static final String DESIGN = "what was designed for everybody, before anybody took part";
    private static final String OURS = "written by the program, from codes and rules";
    private static final String ACCOUNT = "what the programme has to account for, about its own acts";

    private static final String INSTEAD = "what stands in the place of what is sealed";
    private static final String COUNTED = "counts people or things, and nobody is known by it";
    private static final String EFFORT = "how long the fieldwork took, which says nothing of what was said";
    private static final String ORDER = "which of several it is; rules against doing it twice rest on it";
    private static final String RULED = "rules are read off it, also about what was done before an erasure";

    /** Record and component, and why it is left in the clear. */
    private static final Map<String, String> NOT_PERSONAL = Map.ofEntries(
            Map.entry("Artefact.custody", "where a file is kept, without which nobody can destroy it"),
            Map.entry("Artefact.mediaType", OURS),
            Map.entry("Envelope.guide", DESIGN),
            Map.entry("Uncovered.rule", OURS),
            Map.entry("Uncovered.detail", OURS),
            Map.entry("ProgrammeRegistered.programme", CODE),
            Map.entry("ProgrammeRegistered.title", OFFICIAL),
            Map.entry("ConsentModuleDefined.title", DESIGN),
            Map.entry("ConsentModuleDefined.dataCategory", DESIGN),
            Map.entry("ConsentModuleDefined.purpose", DESIGN),
            Map.entry("Wording.dataCategory", DESIGN),
            Map.entry("Wording.purpose", DESIGN),
            Map.entry("ConsentRulesAdopted.edition", CODE),
            Map.entry("ConsentRulesAdopted.sources", OFFICIAL),
            Map.entry("ScopingReviewConducted.databases", OFFICIAL),
            Map.entry("ScopingReviewConducted.query", DESIGN),
            Map.entry("FindingsDisseminated.audience", ACCOUNT),
            Map.entry("FindingsDisseminated.channel", OFFICIAL),
            Map.entry("FindingsDisseminated.title", OFFICIAL),
            Map.entry("CaseRegistered.title", OFFICIAL),
            Map.entry("CaseRegistered.setting", OFFICIAL),
            Map.entry("SiteAdded.name", OFFICIAL),
            Map.entry("SiteAdded.arm", CODE),
            Map.entry("EthicsApprovalGranted.authority", OFFICIAL),
            Map.entry("EthicsApprovalGranted.actions", CODE),
            Map.entry("EthicsApprovalGranted.population", OFFICIAL),
            Map.entry("EthicsApprovalGranted.conditions", OFFICIAL),
            Map.entry("EthicsApprovalAmended.amendment", OFFICIAL),
            Map.entry("EthicsApprovalAmended.actionsAdded", CODE),
            Map.entry("EthicsApprovalSuspended.reason", OFFICIAL),
            Map.entry("EthicsApprovalResumed.reason", OFFICIAL),
            Map.entry("EthicsApprovalEnded.reason", OFFICIAL),
            Map.entry("ConsentFormVersionReleased.form", CODE),
            Map.entry("ConsentFormVersionReleased.version", CODE),
            Map.entry("ConsentFormVersionRetired.reason", OFFICIAL),
            Map.entry("InstrumentVersionReleased.version", CODE),
            Map.entry("InstrumentVersionReleased.title", DESIGN),
            Map.entry("InstrumentVersionRetired.version", CODE),
            Map.entry("InstrumentVersionRetired.reason", DESIGN),
            Map.entry("ScheduleAdopted.version", CODE),
            Map.entry("Item.code", CODE),
            Map.entry("Item.text", DESIGN),
            Map.entry("MissingCode.code", CODE),
            Map.entry("MissingCode.meaning", DESIGN),
            Map.entry("Score.code", CODE),
            Map.entry("Score.title", DESIGN),
            Map.entry("Score.items", CODE),
            Map.entry("Timepoint.title", DESIGN),
            Map.entry(
                    "BirthRecorded.born", "who may decide is read off it; a year is enough, and no name stands by it"),
            Map.entry("Decider.code", CODE),
            Map.entry("RelationshipAppointed.relation", CODE),
            Map.entry("RelationshipEnded.relation", CODE),
            Map.entry("ObservationMade.bystanderPolicy", DESIGN),
            Map.entry("EventQuestionnaireAnswered.version", CODE),
            Map.entry("DiaryIssued.diary", CODE),
            Map.entry("DiaryEntryReceived.diary", CODE),
            Map.entry("DiaryReturned.diary", CODE),
            Map.entry("MeasureAdministered.version", CODE),
            Map.entry("FunctionAssessed.version", CODE),
            Map.entry("Responses.withheld", INSTEAD),
            Map.entry("Attainment.withheld", INSTEAD),
            Map.entry("GoalSet.goal", CODE),
            Map.entry("GoalReviewed.goal", CODE),
            Map.entry("DocumentCollected.kind", CODE),
            Map.entry("DatasetReceived.source", OFFICIAL),
            Map.entry("DatasetReceived.basis", OFFICIAL),
            Map.entry("InterventionDesigned.intervention", CODE),
            Map.entry("InterventionDesigned.version", CODE),
            Map.entry("InterventionDesigned.description", DESIGN),
            Map.entry("InterventionIntroduced.intervention", CODE),
            Map.entry("InterventionIntroduced.version", CODE),
            Map.entry("AllocationMade.arm", CODE),
            Map.entry("AllocationMade.method", DESIGN),
            Map.entry("FindingsFedBack.audience", ACCOUNT),
            Map.entry("ThemeRecorded.theme", CODE),
            Map.entry("InterpretationRecorded.theme", CODE),
            Map.entry("ModelVersionReleased.model", CODE),
            Map.entry("ModelVersionReleased.version", CODE),
            Map.entry("ModelVersionReleased.notes", DESIGN),
            Map.entry("ToolVersionReleased.tool", CODE),
            Map.entry("ToolVersionReleased.version", CODE),
            Map.entry("ToolVersionReleased.notes", DESIGN),
            Map.entry("DeviationOpened.deviation", CODE),
            Map.entry("DeviationOpened.releases", CODE),
            Map.entry("DeviationClosed.deviation", CODE),
            Map.entry("ReleaseNoticeGiven.release", CODE),
            Map.entry("DataReleased.release", CODE),
            Map.entry("DataReleased.recipient", ACCOUNT),
            Map.entry("DataReleased.question", OURS),
            Map.entry("Definition.trueAt", OURS),
            Map.entry("Withheld.reason", OURS),
            Map.entry("ReleasedFile.name", OURS),
            Map.entry("ErasureDecided.decidedBy", ACCOUNT),
            Map.entry("ErasureDecided.reason", ACCOUNT),
            Map.entry("ErasureDecided.legalBasis", OFFICIAL),
            Map.entry("ErasureDecided.reference", ACCOUNT),
            Map.entry("PersonErased.decidedBy", ACCOUNT),
            Map.entry("PersonErased.reason", ACCOUNT),
            Map.entry("PersonErased.legalBasis", OFFICIAL),
            Map.entry("PersonErased.reference", ACCOUNT),
            Map.entry("ParticipantMaterialRead.what", OURS),
            Map.entry("AuditReportSignedOff.signOff", CODE),
            Map.entry("AuditReportSignedOff.trueAt", OURS));

    /** Record and component that hold a number or a day, and why it is left in the clear. */
    private static final Map<String, String> FIGURES = Map.ofEntries(
            Map.entry("ProgrammeRegistered.begins", OFFICIAL),
            Map.entry("ProgrammeRegistered.ends", OFFICIAL),
            Map.entry("ConsentModuleDefined.collectUntil", RULED),
            Map.entry("ConsentModuleDefined.useUntil", RULED),
            Map.entry("DecisionRule.fromAge", RULED),
            Map.entry("ScopingReviewConducted.found", COUNTED),
            Map.entry("ScopingReviewConducted.screened", COUNTED),
            Map.entry("ScopingReviewConducted.included", COUNTED),
            Map.entry("EthicsApprovalGranted.decided", OFFICIAL),
            Map.entry("EthicsApprovalGranted.mustStartBy", RULED),
            Map.entry("EthicsApprovalGranted.ends", RULED),
            Map.entry("EthicsApprovalAmended.ends", RULED),
            Map.entry("Item.least", DESIGN),
            Map.entry("Item.greatest", DESIGN),
            Map.entry("Item.choices", DESIGN),
            Map.entry("Timepoint.afterDays", DESIGN),
            Map.entry("Timepoint.earlyDays", DESIGN),
            Map.entry("Timepoint.lateDays", DESIGN),
            Map.entry("InterviewRecorded.minutes", EFFORT),
            Map.entry("LeadershipInterviewRecorded.programmeYear", ORDER),
            Map.entry("LeadershipInterviewRecorded.minutes", EFFORT),
            Map.entry("LeadershipInterviewMissed.programmeYear", ORDER),
            Map.entry("ObservationMade.headcount", COUNTED),
            Map.entry("CafeSessionHeld.number", ORDER),
            Map.entry("DiaryEntryReceived.entry", ORDER),
            Map.entry("DiaryReturned.entries", COUNTED),
            Map.entry("DatasetReceived.periodFrom", OFFICIAL),
            Map.entry("DatasetReceived.periodUntil", OFFICIAL),
            Map.entry("DatasetReceived.rows", COUNTED),
            Map.entry("ForumConvened.number", ORDER),
            Map.entry("ForumConvened.planned", ACCOUNT),
            Map.entry("ForumMissed.number", ORDER),
            Map.entry("ForumHeld.number", ORDER),
            Map.entry("ForumHeld.attendance", COUNTED),
            Map.entry("DataReleased.rows", COUNTED),
            Map.entry("Definition.judgedAt", OURS),
            Map.entry("Definition.knownAt", OURS),
            Map.entry("Definition.position", OURS),
            Map.entry("FrozenRelease.format", OURS),
            Map.entry("ReleasedFile.bytes", OURS),
            Map.entry("ReleasedFile.rows", COUNTED),
            Map.entry("Withheld.entries", COUNTED),
            Map.entry("Withheld.people", COUNTED),
            Map.entry("Withheld.rows", COUNTED),
            Map.entry("PersonErased.decided", ACCOUNT),
            Map.entry("AuditReportSignedOff.knownAt", OURS),
            Map.entry("AuditReportSignedOff.position", OURS));

    private static final Set<Class<?>> NUMBERS_AND_DAYS =
            Set.of(int.class, Integer.class, long.class, Long.class, BigDecimal.class, LocalDate.class, Instant.class);

    @Test
    void each_number_and_each_day_is_sealed_or_stands_here_with_the_reason_why_not() {
        var inTheClear = new TreeSet<String>();
        FieldEvents.BY_NAME
                .values()
                .forEach(kind -> walk(kind, NUMBERS_AND_DAYS, (name, component) -> {
                    if (!component.isAnnotationPresent(Personal.class)) inTheClear.add(name);
                }));

        assertThat(inTheClear)
                .as("components that hold a number or a day: seal what tells of somebody, or write down here why not")
                .isEqualTo(new TreeSet<>(FIGURES.keySet()));
    }

    @Test
    void each_text_is_classed_as_personal_or_not_and_nothing_is_classed_twice() {
        var inTheClear = new TreeSet<String>();
        texts().forEach((name, component) -> {
            if (!component.isAnnotationPresent(Personal.class)) inTheClear.add(name);
        });

        assertThat(inTheClear)
                .as("components that can hold a text: mark what can name or describe somebody @Personal,"
                        + " or write down here why it cannot")
                .isEqualTo(new TreeSet<>(NOT_PERSONAL.keySet()));
    }

    static Collection<String> kinds() {
        return new TreeSet<>(FieldEvents.BY_NAME.keySet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_personal_text_of_an_event_is_found_and_can_be_replaced(String kind) throws IOException {
        var serializer = new FieldEventSerializer();
        var json = Files.readString(Path.of("src/test/resources/events", kind + ".json"))
                .strip();
        FieldEvent event = serializer.deserialize(new SimpleSerializedObject<>(json, String.class, kind, null));
        var found = new ArrayList<String>();
        PersonalTexts.each(event, found::add);

        var replaced = PersonalTexts.replaced(event, text -> "~");
        var written = serializer.serialize(replaced, String.class).getData();
        var left = new ArrayList<String>();
        PersonalTexts.each(replaced, left::add);

        assertThat(left).allMatch("~"::equals);
        assertThat(left.isEmpty()).isEqualTo(found.isEmpty());
        var texts = new LinkedHashMap<String, String>();
        found.forEach(text -> texts.put(text, "~"));
        var expected = json;
        for (var text : texts.keySet()) expected = expected.replace('"' + text + '"', "\"~\"");
        expected = expected.replaceAll("\"responses\":\\[.*}]", "\"responses\":\"~\"")
                .replaceAll("\"attainment\":-?[0-9]+", "\"attainment\":\"~\"");
        assertThat(written).isEqualTo(expected);
        if (found.isEmpty()) assertThat(replaced).isSameAs(event);
    }

    @Test
    void answers_are_sealed_as_one_and_the_words_in_them_once_more() {
        var answers = new MeasureEvent.Response("Q2", null, "More time to talk", null);
        var event = answered(List.of(
                MeasureEvent.Response.of("Q1", new BigDecimal("-4.50")),
                answers,
                MeasureEvent.Response.missing("Q3", "refused")));

        var sealed = PersonalTexts.replaced(
                event, text -> "{sealed " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "}");
        var reckonable = PersonalTexts.withheldReplaced(sealed, PersonalTextsTest::unsealed);

        assertThat(sealed.responses().given()).isEmpty();
        assertThat(reckonable.responses().given().getFirst())
                .isEqualTo(event.responses().given().getFirst());
        assertThat(reckonable.responses().given().get(1).text()).startsWith("{sealed ");
        assertThat(PersonalTexts.replaced(sealed, PersonalTextsTest::unsealed)).isEqualTo(event);
        assertThat(PersonalTexts.replaced(reckonable, PersonalTextsTest::unsealed))
                .isEqualTo(event);
        assertThat(PersonalTexts.replaced(sealed, text -> "[erased]").responses())
                .isEqualTo(Responses.withheld("[erased]"));
    }

    @Test
    void how_long_the_sealed_form_is_does_not_tell_one_answer_from_another() {
        assertThat(Stream.of(-2, 0, 1, 10)
                        .map(value -> Attainment.of(value).written().length()))
                .containsOnly(Sealable.STEP);
        assertThat(Stream.of("0", "10")
                        .map(number -> answered(List.of(MeasureEvent.Response.of("S1", new BigDecimal(number))))
                                .responses()
                                .written()
                                .length()))
                .containsOnly(Sealable.STEP);
        assertThat(Attainment.of(3).read(Attainment.of(-2).written())).isEqualTo(Attainment.of(-2));
    }

    private static MeasureEvent.MeasureAdministered answered(List<MeasureEvent.Response> responses) {
        var envelope = new Envelope(
                new CaseCode("CAFE"),
                Occurred.on(LocalDate.parse("2021-03-04"), ZoneId.of("Europe/Stockholm")),
                new ResearcherCode("fieldworker-2"),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
        return new MeasureEvent.MeasureAdministered(
                envelope, new ParticipantCode("CAFE-0042"), new InstrumentCode("SECURITY"), "1.0", null, responses);
    }

    private static String unsealed(String text) {
        return text.startsWith("{sealed ")
                ? new String(Base64.getDecoder().decode(text.substring(8, text.length() - 1)), UTF_8)
                : text;
    }

    /** Every component of every record that an event is made of and that can hold a text, by record and name. */
    private static Map<String, RecordComponent> texts() {
        var texts = new TreeMap<String, RecordComponent>();
        FieldEvents.BY_NAME.values().forEach(kind -> walk(kind, Set.of(String.class), texts::put));
        return texts;
    }

    /** What is sealed as a whole has nothing in it that is in the clear but what stands in its place. */
    private static void walk(Class<?> record, Set<Class<?>> wanted, BiConsumer<String, RecordComponent> found) {
        for (var component : record.getRecordComponents()) {
            if (Sealable.class.isAssignableFrom(record) && !component.getName().equals("withheld")) continue;
            within(component.getGenericType()).forEach(type -> {
                if (wanted.contains(type)) found.accept(record.getSimpleName() + "." + component.getName(), component);
                else if (type.isRecord()) {
                    if (!isCode(type)) walk(type, wanted, found);
                } else if (type.getPackage() == FieldEvent.class.getPackage() && !type.isEnum())
                    assertThat(type)
                            .as("%s.%s is no record, and what it holds is not looked through", record, component)
                            .isEqualTo(Occurred.class);
            });
        }
    }

    /** One word of a fixed form, checked when it is made, or a hash: no room for a text. */
    private static boolean isCode(Class<?> type) {
        return type.getRecordComponents().length == 1;
    }

    private static Stream<Class<?>> within(Type type) {
        if (type instanceof Class<?> plain) return Stream.of(plain);
        return type instanceof ParameterizedType of
                ? List.of(of.getActualTypeArguments()).stream().flatMap(PersonalTextsTest::within)
                : Stream.empty();
    }
}
