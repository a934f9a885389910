package org.fieldledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.AnnotationRevisionResolver;
import org.axonframework.serialization.SimpleSerializedObject;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of event promises: a kept sample that reads and writes to the byte, for ever. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventContractTest {

    private static final Path SAMPLES = Path.of("src/test/resources/events");
    private final FieldEventSerializer serializer = new FieldEventSerializer();

    static Collection<String> kinds() {
        return new TreeSet<>(FieldEvents.BY_NAME.keySet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_event_has_a_kept_sample_that_reads_and_writes_to_the_byte(String kind) throws IOException {
        var kept = Files.readString(SAMPLES.resolve(kind + ".json")).strip();

        var event = serializer.deserialize(new SimpleSerializedObject<>(kept, String.class, kind, null));
        var written = serializer.serialize(event, String.class);

        assertThat(event).isInstanceOf(FieldEvents.BY_NAME.get(kind));
        assertThat(written.getType().getName()).isEqualTo(kind);
        assertThat(written.getData()).isEqualTo(kept);
    }

    @Test
    void no_sample_is_kept_of_a_kind_that_does_not_exist() throws IOException {
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            assertThat(samples.filter(Files::isRegularFile)
                            .map(sample -> sample.getFileName().toString().replace(".json", ""))
                            .collect(Collectors.toSet()))
                    .isEqualTo(FieldEvents.BY_NAME.keySet());
        }
    }

    static Stream<String> kindsThatSaidLess() throws IOException {
        try (var older = Files.list(SAMPLES.resolve("older"))) {
            return older
                    .map(sample -> sample.getFileName().toString().replace(".json", ""))
                    .filter(FieldEvents.BY_NAME::containsKey)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kindsThatSaidLess")
    void what_was_stored_before_a_kind_could_say_more_reads_and_writes_to_the_byte(String kind) throws IOException {
        var kept = Files.readString(SAMPLES.resolve("older/" + kind + ".json")).strip();

        var event = new FieldEventReader().read(kind, null, kept);

        assertThat(serializer.serialize(event, String.class).getData()).isEqualTo(kept);
    }

    static Stream<String> kindsWithAnswers() throws IOException {
        try (var sealed = Files.list(SAMPLES.resolve("sealed"))) {
            return sealed
                    .map(sample -> sample.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kindsWithAnswers")
    void answers_that_are_sealed_read_and_write_to_the_byte(String kind) throws IOException {
        var kept = Files.readString(SAMPLES.resolve("sealed/" + kind + ".json")).strip();
        var revision = new AnnotationRevisionResolver().revisionOf(FieldEvents.BY_NAME.get(kind));

        var event = new FieldEventReader().read(kind, revision, kept);

        assertThat(PersonalTexts.anythingWithheld(event)).isTrue();
        assertThat(serializer.serialize(event, String.class).getData()).isEqualTo(kept);
    }

    @Test
    void every_kind_whose_answers_are_sealed_has_a_kept_sample_of_that() throws IOException {
        assertThat(kindsWithAnswers())
                .containsExactlyInAnyOrderElementsOf(FieldEvents.BY_NAME.entrySet().stream()
                        .filter(kind -> Stream.of(kind.getValue().getRecordComponents())
                                .anyMatch(component -> Sealable.class.isAssignableFrom(component.getType())))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void what_is_empty_is_not_written_and_is_empty_again_when_it_is_read() throws IOException {
        var sample = Files.readString(SAMPLES.resolve("InstrumentVersionReleased.json"));
        var full = (InstrumentVersionReleased) new FieldEventReader().read("InstrumentVersionReleased", null, sample);
        var wordless = new InstrumentVersionReleased(
                full.envelope(),
                full.instrument(),
                full.version(),
                full.kind(),
                Map.of(),
                List.of(new Item("Q1", Map.of(), null, null, List.of(), false)),
                List.of(new MissingCode("9", Map.of())),
                List.of(new Score("TOTAL", Map.of(), List.of())));

        var stored = serializer.serialize(wordless, String.class).getData();

        assertThat(stored).doesNotContain("{}", "[]");
        assertThat(new FieldEventReader().read("InstrumentVersionReleased", null, stored))
                .isEqualTo(wordless);
    }

    @Test
    void a_measure_of_revision_1_reads_as_today_with_its_wave_as_the_timepoint() throws IOException {
        var older = Files.readString(SAMPLES.resolve("older/MeasureAdministered.1.json"))
                .strip();

        var event = new FieldEventReader().read("MeasureAdministered", null, older);

        assertThat(event)
                .isInstanceOfSatisfying(
                        MeasureEvent.MeasureAdministered.class,
                        measure -> assertThat(measure.timepoint()).isEqualTo(new TimepointCode("week-8")));
        assertThat(serializer.serialize(event, String.class).getData())
                .isEqualTo(Files.readString(SAMPLES.resolve("MeasureAdministered.json"))
                        .strip());
    }
}
