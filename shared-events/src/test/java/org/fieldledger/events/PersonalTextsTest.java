package org.fieldledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text in every kind of event is either personal, and sealed, or stands here with the reason why it is not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PersonalTextsTest {

    private static final String CODE = "a code that fieldwork goes by, matched when decisions are made";
    private static final String OFFICIAL = "an institution's own words, public or open to the public";
    private static final String DESIGN = "what was designed for everybody, before anybody took part";
    private static final String OURS = "written by the program, from codes and rules";
    private static final String ACCOUNT = "what the programme has to account for, about its own acts";

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
            Map.entry("Response.item", CODE),
            Map.entry("Response.missing", CODE),
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
            Map.entry("AuditReportSignedOff.trueAt", OURS),
            Map.entry("Occurred.from", OURS),
            Map.entry("Occurred.until", OURS));

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

        assertThat(left).hasSameSizeAs(found).allMatch("~"::equals);
        var texts = new LinkedHashMap<String, String>();
        found.forEach(text -> texts.put(text, "~"));
        var expected = json;
        for (var text : texts.keySet()) expected = expected.replace('"' + text + '"', "\"~\"");
        assertThat(written).isEqualTo(expected);
        if (found.isEmpty()) assertThat(replaced).isSameAs(event);
    }

    /** Every component of every record that an event is made of and that can hold a text, by record and name. */
    private static Map<String, RecordComponent> texts() {
        var texts = new TreeMap<String, RecordComponent>();
        FieldEvents.BY_NAME.values().forEach(kind -> walk(kind, texts));
        return texts;
    }

    private static void walk(Class<?> record, Map<String, RecordComponent> texts) {
        for (var component : record.getRecordComponents())
            within(component.getGenericType()).forEach(type -> {
                var name = record.getSimpleName() + "." + component.getName();
                if (type == String.class) texts.put(name, component);
                else if (type.isRecord() && !isCode(type)) walk(type, texts);
            });
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
