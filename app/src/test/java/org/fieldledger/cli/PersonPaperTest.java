package org.fieldledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.cli.SmallStore.day;
import static org.fieldledger.cli.SmallStore.in;
import static org.fieldledger.cli.SmallStore.part;
import static org.fieldledger.cli.SmallStore.person;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.Wording;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is handed to a person about themselves. Two people meet in a focus group; one of them read a Swedish form, one an English. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonPaperTest {

    private static final ModuleCode INTERVIEW = new ModuleCode("interview");
    private static final ModuleCode AUDIO = new ModuleCode("audio");
    private static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");
    private static final String TEXT = "a1".repeat(32);

    @TempDir
    static Path folder;

    private SmallStore store;

    @BeforeAll
    void aSmallHistory() {
        store = new SmallStore(folder.resolve("data"));
        store.at("2020-01-10T09:00:00Z");
        store.records(defined(
                INTERVIEW,
                "Intervju",
                "Interview",
                List.of(
                        new Wording(new Language("sv"), "det som sägs", "forskning om samskapande"),
                        new Wording(new Language("en"), "what is said", "research on coproduction"))));
        store.records(defined(AUDIO, "Ljudinspelning", "Audio recording", List.of()));
        store.records(new EthicsApprovalGranted(
                in(null, "2019-12-01"),
                APPROVAL,
                "Etikprövningsmyndigheten",
                Country.SE,
                List.of(new CaseCode("CAFE")),
                List.of(),
                "Patients",
                List.of(),
                day("2019-12-01"),
                null,
                null));
        for (var language : List.of("sv", "en"))
            store.records(new ConsentFormVersionReleased(
                    in(null, "2019-12-01"),
                    new FormVersionCode("CAFE-" + language),
                    "Information",
                    "1.0",
                    new Language(language),
                    false,
                    new Sha256(TEXT),
                    APPROVAL,
                    List.of(INTERVIEW, AUDIO)));
        store.records(new CaseRegistered(
                in("CAFE", "2020-01-01"), "A case", Country.SE, "a hospital", false, SmallStore.STOCKHOLM));
        for (var code : List.of("CAFE-0001", "CAFE-0002", "CAFE-0003"))
            store.records(
                    new ParticipantEnrolled(in("CAFE", "2020-01-02"), person(code), new Role("patient"), null, null));
        decides("CAFE-0001", "CAFE-sv");
        decides("CAFE-0002", "CAFE-en");
        store.at("2020-03-11T09:00:00Z")
                .records(new FocusGroupHeld(
                        in("CAFE", "2020-03-10", part("CAFE-0001"), part("CAFE-0002")),
                        new SessionCode("FG-1"),
                        "Going home, as CAFE-0002 put it"));
        store.records(new InterviewRecorded(
                in("CAFE", "2020-03-10", part("CAFE-0001")),
                InterviewStyle.SEMISTRUCTURED,
                60,
                "Spoke of CAFE-0003, and of CAFE-0001's own garden"));
    }

    private static ConsentModuleDefined defined(
            ModuleCode module, String swedish, String english, List<Wording> wordings) {
        return new ConsentModuleDefined(
                in(null, "2019-12-01"),
                module,
                Map.of(new Language("sv"), swedish, new Language("en"), english),
                "anything",
                "any research",
                day("2024-12-31"),
                day("2034-12-31"),
                wordings);
    }

    private void decides(String code, String text) {
        store.records(new ConsentGiven(
                in("CAFE", "2020-01-05"),
                person(code),
                List.of(INTERVIEW),
                new FormVersionCode(text),
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null));
        store.records(new ConsentRefused(
                in("CAFE", "2020-01-05"),
                person(code),
                List.of(AUDIO),
                new FormVersionCode(text),
                Decider.SELF,
                ConsentMethod.WRITTEN));
    }

    @AfterAll
    void ends() {
        store.close();
    }

    @Test
    void a_receipt_is_in_the_language_of_the_form_and_says_what_stands_on_which_words_and_how_to_take_it_back()
            throws Exception {
        assertThat(receipt("CAFE-0001"))
                .contains("Kvitto på samtycke: CAFE-0001", "Intervju: ja", "Ljudinspelning: nej", "personen själv")
                .contains("svenska", TEXT, "31 december 2034", "Så tar du tillbaka ditt samtycke", "2019-00042")
                .contains("det som sägs", "forskning om samskapande")
                .as("where a module has no words in the language of the form, those it was defined in stand")
                .contains("anything", "any research")
                .doesNotContain("what is said", "research on coproduction");
        assertThat(receipt("CAFE-0002"))
                .contains("Consent receipt: CAFE-0002", "Interview: yes", "Audio recording: no", "the person")
                .contains("English", TEXT, "31 December 2034", "How to take it back")
                .contains("what is said", "research on coproduction")
                .doesNotContain("det som sägs");
    }

    private String receipt(String person) throws IOException {
        var file = folder.resolve(person + ".pdf");
        var said = store.run("receipt", "--person", person, "--out", file.toString(), "--true-at", "2021-01-01");
        assertThat(said.errors()).isEmpty();
        assertThat(said.out()).contains("2 modules");
        try (var paper = Loader.loadPDF(Files.readAllBytes(file))) {
            return new PDFTextStripper().getText(paper).replaceAll("\\s+", " ");
        }
    }

    @Test
    void programs_read_a_receipt_as_a_consent_record_for_each_module() throws Exception {
        var receipt = jsonLd("CAFE-0001");
        assertThat(receipt.get("@type").asString()).isEqualTo("dpv:ConsentReceipt");
        assertThat(receipt.get("dct:conformsTo").asString()).contains("dpv-27560");
        var records = StreamSupport.stream(receipt.get("dct:hasPart").spliterator(), false)
                .toList();
        assertThat(records)
                .extracting(
                        record -> record.at("/dpv:hasPurpose/dct:identifier").asString() + " "
                                + record.at("/dpv:hasConsentStatus/@id").asString())
                .containsExactlyInAnyOrder("interview dpv:ConsentGiven", "audio dpv:ConsentRefused");
        var record = records.getFirst();
        assertThat(record.at("/dpv:hasDataSubject/dct:identifier").asString()).isEqualTo("CAFE-0001");
        assertThat(record.at("/dpv:hasNotice/fieldledger:sha256").asString()).isEqualTo(TEXT);
        assertThat(record.at("/dpv:hasConsentControl/@type").asString()).isEqualTo("dpv:WithdrawConsent");
        assertThat(record.at("/dpv:hasStorageCondition/dct:valid/@value").asString())
                .isEqualTo("2034-12-31");
    }

    @ParameterizedTest
    @CsvSource({
        "CAFE-0001, sv, det som sägs, forskning om samskapande, När som helst",
        "CAFE-0002, en, what is said, research on coproduction, At any time"
    })
    void what_a_receipt_says_in_words_carries_the_language_of_the_form_that_was_signed(
            String person, String language, String data, String purpose, String control) throws Exception {
        var records = jsonLd(person)
                .get("dct:hasPart")
                .valueStream()
                .collect(Collectors.toMap(
                        record -> record.at("/dpv:hasPurpose/dct:identifier").asString(), record -> record));

        var interview = Objects.requireNonNull(records.get("interview"));
        assertThat(interview.at("/dct:language").asString()).isEqualTo(language);
        isSaid(interview.at("/dpv:hasPersonalData/dct:title"), data, language);
        isSaid(interview.at("/dpv:hasPurpose/dct:description"), purpose, language);
        isSaid(interview.at("/dpv:hasConsentControl/dct:description"), control, language);
        assertThat(Objects.requireNonNull(records.get("audio"))
                        .at("/dpv:hasPurpose/dct:description")
                        .asString())
                .as("untagged, where nobody said which language it is in")
                .isEqualTo("any research");
    }

    private static void isSaid(JsonNode text, String beginning, String language) {
        assertThat(text.path("@value").asString()).startsWith(beginning);
        assertThat(text.path("@language").asString()).isEqualTo(language);
    }

    private JsonNode jsonLd(String person) throws IOException {
        var file = folder.resolve(person + ".jsonld");
        store.run(
                "receipt",
                "--person",
                person,
                "--format",
                "jsonld",
                "--out",
                file.toString(),
                "--true-at",
                "2021-01-01");
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    @Test
    void a_copy_of_everything_held_has_each_entry_and_nothing_about_anybody_else() throws Exception {
        var file = folder.resolve("held.zip");
        var said = store.run(
                "everything-held", "--person", "CAFE-0001", "--out", file.toString(), "--purpose", "asked for a copy");
        assertThat(said.errors()).isEmpty();
        assertThat(said.out()).contains("5 entries on CAFE-0001; read the free texts");

        var archive = unpacked(file);
        assertThat(archive.keySet())
                .contains(
                        "README.txt",
                        "SHA256SUMS",
                        "consent-receipt.jsonld",
                        "consent-receipt.pdf",
                        "everything-held.html",
                        "files.csv",
                        "recipients.csv",
                        "entries/00005-InterviewRecorded.json");
        assertThat(archive.entrySet())
                .filteredOn(one -> !one.getKey().endsWith(".pdf"))
                .allSatisfy(one -> assertThat(new String(one.getValue(), StandardCharsets.UTF_8))
                        .as(one.getKey())
                        .doesNotContain("CAFE-0002", "CAFE-0003"));
        var group = JsonMapper.shared().readTree(archive.get("entries/00004-FocusGroupHeld.json"));
        assertThat(group.get("otherPeople").asInt()).isEqualTo(1);
        assertThat(group.at("/content/envelope/participants")).hasSize(1);
        assertThat(group.at("/content/topic").asString()).isEqualTo("Going home, as [another person] put it");
        assertThat(new String(archive.get("everything-held.html"), StandardCharsets.UTF_8))
                .contains("Spoke of [another person], and of CAFE-0001&#39;s own garden", "with one other person");
    }

    @Test
    void every_file_in_the_archive_has_its_hash_in_it() throws Exception {
        var file = folder.resolve("hashed.zip");
        store.run("everything-held", "--person", "CAFE-0002", "--out", file.toString());

        var archive = unpacked(file);
        var sums = new String(archive.remove("SHA256SUMS"), StandardCharsets.UTF_8);
        assertThat(sums.lines()).hasSameSizeAs(archive.keySet());
        archive.forEach((name, content) -> assertThat(sums).contains(Sha256.of(content) + "  " + name + "\n"));
    }

    @Test
    void both_are_recorded_as_reads_and_nobody_unknown_leaves_a_file() {
        store.run(
                "receipt",
                "--person",
                "CAFE-0001",
                "--out",
                folder.resolve("one.pdf").toString());
        store.run(
                "everything-held",
                "--person",
                "CAFE-0001",
                "--out",
                folder.resolve("one.zip").toString());
        assertThat(store.run("audit", "who-read", "--person", "CAFE-0001", "--format", "csv")
                        .out())
                .contains("consent-receipt", "everything-held");

        var nobody = folder.resolve("nobody.zip");
        var said = store.run("everything-held", "--person", "CAFE-0009", "--out", nobody.toString());
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.errors()).contains("Did you mean CAFE-0001 or CAFE-0002 or CAFE-0003?");
        assertThat(nobody).doesNotExist();
    }

    private static Map<String, byte[]> unpacked(Path file) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), zip.readAllBytes());
        }
        return files;
    }
}
