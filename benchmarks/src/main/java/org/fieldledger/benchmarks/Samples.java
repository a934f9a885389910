package org.fieldledger.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.fieldledger.store.NewEvent;
import org.jspecify.annotations.Nullable;

/** Field notes of a given size on invented cases, as the program itself would store them; the same for every engine. */
final class Samples {

    static final String TYPE = "FieldNoteWritten";
    static final String METADATA = "{\"command\":\"5b6f1f3e-8f0c-4a0e-9a55-0c8a1b9a7b11\"}";

    private static final List<String> CASES = List.of("CAFE", "WARDS", "CIPN", "FORUM", "CLINIC", "HOME", "SCHOOL");
    private static final List<String> WORDS =
            List.of("chairs", "circle", "before", "anyone", "came", "quiet", "coffee", "nurse", "asked", "window");
    private static final AtomicLong STREAMS = new AtomicLong();

    static final int A_CASE = 400;
    static final int A_PERSON = 20;

    private final int bytes;

    /** @param bytes of JSON in one payload, roughly */
    Samples(int bytes) {
        this.bytes = bytes;
    }

    /** A new stream of so many events. */
    List<NewEvent> stream(int events) {
        long number = STREAMS.incrementAndGet();
        var random = new Random(number);
        var caseCode = CASES.get((int) (number % CASES.size()));
        var stream = "note/" + caseCode + "-" + number;
        var made = new ArrayList<NewEvent>(events);
        for (int n = 0; n < events; n++)
            made.add(new NewEvent(
                    stream,
                    n,
                    new UUID(random.nextLong(), random.nextLong()),
                    TYPE,
                    null,
                    caseCode,
                    payload(random, caseCode),
                    METADATA));
        return made;
    }

    /** A single event of that case. */
    NewEvent ofCase(String caseCode) {
        var event = stream(1).getFirst();
        return new NewEvent(
                event.stream(),
                event.sequence(),
                event.eventId(),
                event.type(),
                event.revision(),
                caseCode,
                event.payload(),
                event.metadata());
    }

    /** So many events in streams of twenty. */
    List<NewEvent> streams(int events) {
        var made = new ArrayList<NewEvent>(events);
        while (made.size() < events) made.addAll(stream(Math.min(20, events - made.size())));
        return made;
    }

    /**
     * So many events of cases of 400 each, of 20 people with 20 each, spread over six years of field time; one in twenty corrects
     * the one before it.
     *
     * @param cases how many cases there were before
     */
    List<NewEvent> fieldwork(int events, int cases) {
        var made = new ArrayList<NewEvent>(events);
        while (made.size() < events) {
            var caseCode = "CASE-%05d".formatted(cases + made.size() / A_CASE);
            var person = person(caseCode, made.size() % A_CASE / A_PERSON);
            var notes = stream(A_PERSON);
            for (var note : notes) {
                var corrected = note.sequence() == A_PERSON - 1
                        ? notes.get(A_PERSON - 2).eventId()
                        : null;
                var random = new Random(note.eventId().getLeastSignificantBits());
                made.add(new NewEvent(
                        note.stream(),
                        note.sequence(),
                        note.eventId(),
                        note.type(),
                        note.revision(),
                        caseCode,
                        payload(random, caseCode, 2019 + random.nextInt(6), person, corrected),
                        note.metadata()));
            }
        }
        return made;
    }

    /** The code of one of a case's people, counted from 0. */
    static String person(String caseCode, int number) {
        return "%s-%02d".formatted(caseCode, number);
    }

    private String payload(Random random, String caseCode) {
        return payload(random, caseCode, 2021, null, null);
    }

    private String payload(
            Random random, String caseCode, int year, @Nullable String person, @Nullable UUID corrected) {
        var json = new StringBuilder(bytes + 16)
                .append("{\"envelope\":{\"case\":\"")
                .append(caseCode)
                .append("\",\"occurred\":{\"from\":\"")
                .append(year)
                .append("-03-")
                .append(10 + random.nextInt(18))
                .append("\",\"zone\":\"Europe/Stockholm\"},\"recordedBy\":\"fieldworker-2\",")
                .append("\"performedBy\":[\"fieldworker-2\"]");
        if (person != null)
            json.append(",\"participants\":[{\"participant\":\"").append(person).append("\",\"role\":\"patient\"}]");
        if (corrected != null)
            json.append(",\"corrects\":{\"event\":\"").append(corrected).append("\",\"reason\":\"misread\"}");
        json.append("},\"about\":\"staff session\",\"note\":\"");
        while (json.length() < bytes - 12)
            json.append(WORDS.get(random.nextInt(WORDS.size())))
                    .append(' ')
                    .append(random.nextInt(1000))
                    .append(' ');
        return json.append("\"}").toString();
    }
}
