package org.fieldledger.query.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.STOCKHOLM;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.query.release.Releases.Finding;
import org.fieldledger.query.release.Releases.Made;
import org.fieldledger.query.release.Releases.Missing;
import org.fieldledger.query.release.Releases.Wanted;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases made and made again on the log of {@link Securities}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReleasesTest {

    private static final Instant MADE = Instant.parse("2020-10-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Ledger ledger = new Ledger();
    private final Map<String, EventId> answers = new TreeMap<>();
    private Releases releases;

    @BeforeEach
    void the_log() {
        var number = new AtomicInteger();
        for (var evening : Securities.evenings()) {
            var ids = ledger.record(evening.events(), evening.at(), () -> new UUID(0x4000, number.incrementAndGet()));
            for (int n = 0; n < ids.size(); n++)
                if (evening.events().get(n) instanceof MeasureAdministered measure)
                    answers.putIfAbsent(measure.participant().code(), ids.get(n));
        }
        releases = at(MADE);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_release_holds_what_may_be_used_and_says_how_much_it_leaves_out_and_why() throws IOException {
        var made = make("REL-1", everything(false));

        assertThat(column(made, "answers", "participant")).containsOnly("CAFE-0001", "CAFE-0007", "CAFE-0008", "");
        assertThat(column(made, "participants", "participant")).containsExactly("CAFE-0001", "CAFE-0007", "CAFE-0008");
        assertThat(column(made, "parts", "participant")).doesNotContain("CAFE-0002");
        assertThat(column(made, "actions", "session")).contains("FG-2").doesNotContain("FG-1");
        assertThat(made.frozen().participants())
                .containsExactly(Securities.person(1), Securities.person(7), Securities.person(8));
        assertThat(made.frozen().withheld())
                .filteredOn(one -> one.table() == ReleaseTable.ANSWERS)
                .extracting(
                        FrozenRelease.Withheld::reason, FrozenRelease.Withheld::rows, FrozenRelease.Withheld::people)
                .containsExactlyInAnyOrder(
                        tuple("not-in-new-datasets", 3L, 1L),
                        tuple("on-hold", 3L, 1L),
                        tuple("quarantined", 1L, 1L),
                        tuple("to-be-destroyed", 3L, 1L));
        assertThat(made.frozen().withheld())
                .filteredOn(one -> one.table() == ReleaseTable.PARTICIPANTS)
                .extracting(FrozenRelease.Withheld::reason, FrozenRelease.Withheld::rows)
                .containsExactlyInAnyOrder(
                        tuple("not-agreed-to", 2L),
                        tuple("not-in-new-datasets", 1L),
                        tuple("on-hold", 1L),
                        tuple("to-be-destroyed", 1L));
        assertThat(made.frozen().withheld())
                .as("one person who may not be used takes the whole meeting out")
                .filteredOn(
                        one -> one.table() == ReleaseTable.PARTS && one.reason().equals("not-in-new-datasets"))
                .extracting(FrozenRelease.Withheld::entries, FrozenRelease.Withheld::people)
                .containsExactly(tuple(2L, 2L));
    }

    @Test
    void what_it_would_hold_is_what_it_holds() throws IOException {
        var preview = releases.preview(everything(true));
        var made = make("REL-1", everything(true));

        assertThat(preview.withheld()).isEqualTo(made.frozen().withheld());
        assertThat(preview.people()).isEqualTo(made.frozen().participants().size());
        assertThat(preview.rows().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(made.rows());
        for (var file : made.frozen().files())
            if (file.name().endsWith(".csv") && file.rows() != null)
                assertThat(rows(made, file.name().replace(".csv", "")))
                        .as(file.name())
                        .hasSize(Math.toIntExact(file.rows()));
    }

    @Test
    void whoever_does_not_share_is_left_out_where_sharing_is_asked_for() throws IOException {
        var made = make(
                "REL-1",
                new Wanted(
                        List.of(),
                        List.of(CAFE),
                        List.of(),
                        List.of(),
                        List.of(new ModuleCode("data-sharing")),
                        false,
                        AsOf.LATEST,
                        null));

        assertThat(made.frozen().participants()).containsExactly(Securities.person(1));
        assertThat(made.frozen().withheld())
                .filteredOn(one ->
                        one.table() == ReleaseTable.PARTICIPANTS && one.reason().equals("not-shared"))
                .extracting(FrozenRelease.Withheld::rows)
                .containsExactly(2L);
    }

    @Test
    void a_withdrawal_counts_however_far_back_the_release_looks() throws IOException {
        var then = AsOf.trueAt(LocalDate.parse("2020-06-30")).knownAt(Instant.parse("2020-06-30T12:00:00Z"));
        var made = make("REL-1", wanted(List.of(ReleaseTable.ANSWERS), then));

        assertThat(made.frozen().definition().knownAt()).isEqualTo("2020-06-30T12:00:00Z");
        assertThat(column(made, "answers", "participant")).doesNotContain("CAFE-0002", "CAFE-0003", "CAFE-0005");
    }

    @Test
    void the_same_bytes_come_again_after_corrections_late_entries_and_withdrawals_under_another_clock_and_language()
            throws IOException {
        var made = onRecord(make("REL-1", everything(true)));

        var wrong = Securities.answered(1, "2020-03-01", "3", "2.50", "Fine");
        record(Securities.correcting(wrong, Objects.requireNonNull(answers.get("CAFE-0001"))));
        record(Securities.answered(7, "2020-03-03", "4", "4", "Came late"));
        record(Securities.withdrawn(7, WithdrawalKind.DESTROY));
        record(enrolled(CAFE, "CAFE-0009", "patient", "2020-01-05"));

        var again = elsewhere(() -> at(Instant.parse("2031-02-03T04:05:06Z")).reproduce("REL-1", fresh("again")));

        assertThat(again.finding()).isEqualTo(Finding.THE_SAME_BYTES);
        assertThat(again.missing()).isEmpty();
        for (var file : made.frozen().files())
            assertThat(folder.resolve("again").resolve(file.name()))
                    .hasSameBinaryContentAs(folder.resolve("REL-1").resolve(file.name()));
    }

    /**
     * Releases made by format 1 must come again under any later version of this program and of its libraries. Where this fails,
     * either take back what changed, or make it a format 2 and keep the first.
     */
    @Test
    void these_are_the_bytes_of_format_1_for_ever() throws IOException {
        var made = make("REL-1", everything(true));

        var hashes = new TreeMap<String, String>();
        for (var file : made.frozen().files())
            hashes.put(file.name(), file.sha256().code().substring(0, 16));
        assertThat(hashes)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("actions.csv", "4444c9ea4907ce1f"),
                        Map.entry("actions.parquet", "3b086d375c34900c"),
                        Map.entry("answers.csv", "5d8c808f6e69a670"),
                        Map.entry("answers.parquet", "41a6313b2f369fe1"),
                        Map.entry("codebook.csv", "c68b559b8511a163"),
                        Map.entry("codebook.md", "b5f12ab67b5777cc"),
                        Map.entry("consent.csv", "585b7e00e6c3d08e"),
                        Map.entry("consent.parquet", "d43f9c4a8f18760b"),
                        Map.entry("datapackage.json", "57dd95b77d3d5f94"),
                        Map.entry("participants.csv", "b7d4f31b19471822"),
                        Map.entry("participants.parquet", "f2863caeb5ad855e"),
                        Map.entry("parts.csv", "aa0336f8870d6a44"),
                        Map.entry("parts.parquet", "db7740d2bceb9b6e"),
                        Map.entry("scores.csv", "dc73aa888127688e"),
                        Map.entry("scores.parquet", "e01bf801ca882379"),
                        Map.entry("withheld.csv", "40a5caa77c4e60c8"))));
    }

    @Test
    void the_parquet_file_of_each_table_reads_as_its_csv() throws IOException {
        var made = make("REL-1", everything(true));

        for (var table : ReleaseTable.values())
            assertThat(ParquetAsRead.rows(
                            folder.resolve("REL-1/" + Tables.name(table) + ".parquet"), Tables.columns(table)))
                    .as(table.name())
                    .isNotEmpty()
                    .isEqualTo(rows(made, Tables.name(table)).stream()
                            .map(row -> numbersStripped(row, Tables.columns(table)))
                            .toList());
    }

    @Test
    void whoever_is_erased_since_is_named_with_the_rows_that_are_gone_and_the_decision() throws IOException {
        onRecord(make("REL-1", everything(true)));
        var questionnaire = ledger.log().after(0, 1_000).stream()
                .filter(stored -> stored.type().equals("EventQuestionnaireAnswered"))
                .findFirst()
                .orElseThrow();
        var decision = record(new ErasureDecided(
                in(CAFE, on("2020-11-01")),
                Securities.person(7),
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                "DPO 2020/7"));
        var erasure = record(new PersonErased(
                in(CAFE, on("2020-11-02")),
                Securities.person(7),
                decision,
                "data protection officer",
                "asked to be forgotten",
                "GDPR Art. 17(1)(b)",
                LocalDate.parse("2020-11-01"),
                "DPO 2020/7",
                List.of(new EventId(questionnaire.eventId()))));

        var again = at(Instant.parse("2021-01-01T00:00:00Z")).reproduce("REL-1", fresh("again"));

        assertThat(again.finding()).isEqualTo(Finding.DESTROYED_SINCE);
        assertThat(again.missing())
                .extracting(Missing::table, Missing::participant, Missing::what, Missing::rows)
                .containsExactlyInAnyOrder(
                        tuple(ReleaseTable.ANSWERS, "CAFE-0007", "the whole of it", 3L),
                        tuple(ReleaseTable.SCORES, "CAFE-0007", "the whole of it", 1L),
                        tuple(ReleaseTable.ACTIONS, "CAFE-0007", "the whole of it", 1L),
                        tuple(ReleaseTable.PARTS, "CAFE-0007", "the whole of it", 1L),
                        tuple(ReleaseTable.PARTS, "CAFE-0007", "the whole of it", 1L),
                        tuple(ReleaseTable.ANSWERS, null, "the whole of it", 2L),
                        tuple(ReleaseTable.SCORES, null, "the whole of it", 1L),
                        tuple(ReleaseTable.PARTICIPANTS, "CAFE-0007", "the whole of it", 1L),
                        tuple(ReleaseTable.CONSENT, "CAFE-0007", "the whole of it", 3L));
        assertThat(again.missing()).allSatisfy(one -> {
            assertThat(one.erasure()).isEqualTo(erasure.value());
            assertThat(one.because())
                    .isEqualTo("erased on the decision of data protection officer: asked to be forgotten"
                            + " (GDPR Art. 17(1)(b), DPO 2020/7)");
        });
        assertThat(again.files())
                .filteredOn(file -> file.same())
                .extracting(file -> file.was().name())
                .containsExactlyInAnyOrder("codebook.csv", "codebook.md", "withheld.csv");
        assertThat(Files.readString(folder.resolve("again/answers.csv")))
                .doesNotContain("CAFE-0007", "My name is on the door")
                .contains("CAFE-0001");
        assertThat(Files.readString(folder.resolve("again/destroyed.csv")))
                .contains("answers,CAFE,CAFE-0007", erasure.toString(), "DPO 2020/7");

        var next = make("REL-2", everything(true));
        assertThat(next.frozen().withheld())
                .filteredOn(one -> one.reason().equals("destroyed") && one.table() == ReleaseTable.ANSWERS)
                .extracting(FrozenRelease.Withheld::rows)
                .containsExactly(5L);
    }

    @Test
    void what_nothing_on_record_explains_is_never_called_the_same() throws IOException {
        var made = make("REL-1", everything(true));
        var files = made.frozen().files().stream()
                .map(file -> file.name().equals("scores.csv")
                        ? new FrozenRelease.ReleasedFile(
                                file.name(), file.rows(), file.bytes(), new Sha256("b".repeat(64)))
                        : file)
                .toList();
        var frozen = made.frozen();
        onRecord(new Made(
                made.release(),
                made.recipient(),
                made.question(),
                made.rows(),
                new FrozenRelease(1, frozen.definition(), frozen.withheld(), files, frozen.participants())));

        var again = releases.reproduce("REL-1", fresh("again"));

        assertThat(again.finding()).isEqualTo(Finding.NOT_THE_SAME);
        assertThat(again.files())
                .filteredOn(file -> !file.same())
                .extracting(file -> file.was().name())
                .containsExactly("scores.csv");
    }

    @Test
    void a_format_of_a_later_program_is_refused_and_so_is_what_was_made_by_other_means() throws IOException {
        var made = make("REL-1", everything(false));
        var frozen = made.frozen();
        onRecord(new Made(
                "LATER",
                made.recipient(),
                made.question(),
                made.rows(),
                new FrozenRelease(2, frozen.definition(), frozen.withheld(), frozen.files(), frozen.participants())));
        record(new DataReleased(in(CAFE, on("2020-10-01")), "BY-HAND", "Another university", "themes", 12));

        assertThatThrownBy(() -> releases.reproduce("LATER", fresh("a")))
                .isInstanceOf(CannotBeMade.class)
                .hasMessageContaining("is of format 2, and this version of the program makes format 1 only");
        assertThatThrownBy(() -> releases.reproduce("BY-HAND", fresh("b")))
                .isInstanceOf(CannotBeMade.class)
                .hasMessageContaining("was made by other means");
        assertThatThrownBy(() -> releases.reproduce("LATERR", fresh("c")))
                .isInstanceOf(NoSuchRelease.class)
                .hasMessage(
                        "There is no release LATERR. Did you mean LATER? The list of releases tells those there are");
    }

    @Test
    void what_cannot_be_asked_is_refused_by_its_name_with_the_way_out() throws IOException {
        onRecord(make("REL-1", everything(false)));

        refused("name", () -> make("REL-1", everything(false)));
        refused("name", () -> make("../REL", everything(false)));
        refused("case", () -> releases.preview(of(List.of(new CaseCode("CAFFE")), List.of(), AsOf.LATEST, null)))
                .hasMessageContaining("Did you mean CAFE?");
        refused(
                "instrument",
                () -> releases.preview(of(List.of(), List.of(new InstrumentCode("SECURITI")), AsOf.LATEST, null)));
        refused("position", () -> releases.preview(of(List.of(), List.of(), AsOf.LATEST, 1_000L)))
                .hasMessageContaining("The log runs from position 1 to");
        refused(
                "knownAt",
                () -> releases.preview(wanted(List.of(), AsOf.LATEST.knownAt(Instant.parse("2020-10-03T00:00:00Z")))));
        refused(
                "knownAt",
                () -> releases.preview(wanted(List.of(), AsOf.LATEST.knownAt(Instant.parse("2019-01-01T00:00:00Z")))));
        refused("trueAt", () -> releases.preview(wanted(List.of(), AsOf.trueAt(LocalDate.parse("2020-10-03")))));
        refused(
                "trueAt",
                () -> releases.preview(wanted(
                        List.of(),
                        AsOf.trueAt(LocalDate.parse("2020-08-01")).knownAt(Instant.parse("2020-07-01T00:00:00Z")))));
        refused("table", () -> Releases.table("measures"));
    }

    @Test
    void what_was_looked_at_cannot_be_made_once_somebody_has_decided_otherwise() throws IOException {
        var seen = releases.preview(everything(false)).definition().position();
        record(Securities.answered(1, "2020-09-15", "1", "1", "Since then"));
        var made = make("REL-1", of(List.of(), List.of(), AsOf.LATEST, seen));
        assertThat(made.frozen().definition().position()).isEqualTo(seen);

        record(Securities.withdrawn(1, WithdrawalKind.NO_NEW_USE));
        assertThatThrownBy(() -> make("REL-2", of(List.of(), List.of(), AsOf.LATEST, seen)))
                .isInstanceOf(CannotBeMade.class)
                .hasMessageContaining("ConsentWithdrawn at position");
    }

    @Test
    void the_codebook_says_what_every_item_score_and_missing_code_is() throws IOException {
        make("REL-1", everything(true));

        var codebook = rows(folder.resolve("REL-1/codebook.csv"));
        assertThat(codebook)
                .filteredOn(row -> "item".equals(row.get("what")) && "Q2".equals(row.get("code")))
                .extracting(row -> row.get("language"), row -> row.get("meaning"), row -> row.get("greatest"))
                .containsExactly(
                        tuple("en", "How secure <really>?", "10"), tuple("sv", "Hur trygg | hur säker?", "10"));
        assertThat(codebook)
                .filteredOn(row -> "score".equals(row.get("what")))
                .extracting(row -> row.get("code"), row -> row.get("items"))
                .contains(tuple("TOTAL", "Q1;Q2"));
        assertThat(Files.readString(folder.resolve("REL-1/codebook.md")))
                .contains("## SECURITY 1.0", "Hur trygg \\| hur säker?", "How secure &lt;really>?", "| not-asked |");
        assertThat(codebook)
                .filteredOn(row -> "column".equals(row.get("what")))
                .hasSize(Stream.of(ReleaseTable.values())
                        .mapToInt(table -> Tables.columns(table).size())
                        .sum());
    }

    @Test
    void who_received_a_persons_data_names_the_release_and_who_is_to_be_told_when_they_withdraw() throws IOException {
        onRecord(make("REL-1", everything(false)));

        assertThat(recipients(1)).contains("release=REL-1", "certainty=named", "noticeFor=[]");
        assertThat(recipients(2)).as("left out of it").isEqualTo("[]");

        record(Securities.withdrawn(1, WithdrawalKind.NO_NEW_USE));

        assertThat(recipients(1)).contains("noticeFor=[interview, measure]");
    }

    private String recipients(int person) {
        return Audit.ofEveryCase(ledger.log(), STOCKHOLM, ledger.database(), Vault.open(ledger.database(), masterKey()))
                .ask(
                        "recipients",
                        AsOf.trueAt(LocalDate.parse("2020-12-31")),
                        Map.of("participant", Securities.code(person)))
                .items()
                .toString();
    }

    private Releases at(Instant now) {
        return Releases.ofEveryCase(
                ledger.log(),
                STOCKHOLM,
                ledger.database(),
                Vault.open(ledger.database(), masterKey()),
                Clock.fixed(now, ZoneOffset.UTC),
                "a test");
    }

    private static Path masterKey() {
        return Path.of("target/master.key");
    }

    private Wanted everything(boolean texts) {
        return new Wanted(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                texts,
                AsOf.trueAt(LocalDate.parse("2020-07-31")),
                null);
    }

    private static Wanted wanted(List<ReleaseTable> tables, AsOf asOf) {
        return new Wanted(tables, List.of(), List.of(), List.of(), List.of(), false, asOf, null);
    }

    private static Wanted of(
            List<CaseCode> cases, List<InstrumentCode> instruments, AsOf asOf, @Nullable Long position) {
        return new Wanted(List.of(), cases, instruments, List.of(), List.of(), false, asOf, position);
    }

    private Made make(String name, Wanted wanted) throws IOException {
        return releases.make(name, "a university", "How secure do people feel?", wanted, fresh(name));
    }

    private Path fresh(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private Made onRecord(Made made) {
        record(new DataReleased(
                in(CAFE, on("2020-10-01")),
                made.release(),
                made.recipient(),
                made.question(),
                made.rows(),
                made.frozen()));
        return made;
    }

    private EventId record(FieldEvent event) {
        return ledger.record(event, Instant.parse("2020-10-02T09:00:00Z"));
    }

    private List<String> column(Made made, String table, String column) throws IOException {
        return rows(made, table).stream().map(row -> row.get(column)).toList();
    }

    private List<Map<String, String>> rows(Made made, String table) throws IOException {
        return rows(folder.resolve(made.release()).resolve(table + ".csv"));
    }

    static List<Map<String, String>> rows(Path csv) throws IOException {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
            return reader.stream()
                    .map(record -> (Map<String, String>) new LinkedHashMap<>(record.getFieldsAsMap()))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** 2.50 in CSV, as it was written, is 2.5 in Parquet. */
    private static Map<String, String> numbersStripped(Map<String, String> row, List<Column> columns) {
        var stripped = new LinkedHashMap<String, String>();
        for (var column : columns) {
            var written = Objects.requireNonNull(row.get(column.name()));
            stripped.put(
                    column.name(),
                    column.kind() == Column.Kind.NUMBER && !written.isEmpty()
                            ? new BigDecimal(written).stripTrailingZeros().toPlainString()
                            : written);
        }
        return stripped;
    }

    private interface Asking<A> {
        A ask() throws IOException;
    }

    /** As on a machine in another country. */
    private static <A> A elsewhere(Asking<A> asking) throws IOException {
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        var line = System.getProperty("line.separator");
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            System.setProperty("line.separator", "\r\n");
            return asking.ask();
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
            System.setProperty("line.separator", line);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String parameter, ThrowingCallable asking) {
        return assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        BadQuestion.class,
                        refused -> assertThat(refused.parameter()).isEqualTo(parameter));
    }
}
