package org.fieldledger.query.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.stream.Collectors;
import org.fieldledger.consent.State;
import org.fieldledger.events.Country;
import org.fieldledger.events.Language;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.Wording;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.Basis;
import org.fieldledger.query.paper.Imprint;
import org.fieldledger.query.paper.Press;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A receipt for one person: what they were asked, what was decided, by whom, on which words, for how long, and how to take it
 * back. On paper in the language of the form they read; for programs as a consent receipt after ISO/IEC TS 27560:2023 in the
 * Data Privacy Vocabulary (https://w3id.org/dpv/guides/consent-27560).
 *
 * @param controller who answers for the data, as this store's settings say
 * @param on the day that the states are those of
 */
public record Receipt(
        ParticipantCode participant, Controller controller, Basis basis, LocalDate on, List<ReceiptParts.Row> parts) {

    private static final String SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#receipt-record";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Who answers for the data, and how to reach them. Blank where nobody has said. */
    public record Controller(String name, String contact) {

        /** As the environment says it, for the command line. */
        public static Controller ofTheEnvironment() {
            return new Controller(
                    Objects.requireNonNullElse(System.getenv("FIELDLEDGER_CONTROLLER_NAME"), ""),
                    Objects.requireNonNullElse(System.getenv("FIELDLEDGER_CONTROLLER_CONTACT"), ""));
        }
    }

    /** A line of the paper. */
    public record Line(String label, String value, boolean code) {}

    /** One module on the paper. */
    public record Section(String title, String caseCode, String state, boolean holds, List<Line> lines) {}

    /** That of the form decided on last; where none was, that of the country. */
    public Locale language() {
        return parts.stream()
                .filter(part -> part.text() != null && part.recordedAt() != null)
                .max(Comparator.comparing(part -> Objects.requireNonNull(part.recordedAt())))
                .or(() -> parts.stream().findFirst())
                .map(Receipt::language)
                .orElse(Locale.ENGLISH);
    }

    /** That of the form which was decided on; where there was none, that of the country. */
    private static Locale language(ReceiptParts.Row part) {
        if (part.text() != null) return Locale.forLanguageTag(part.text().language());
        return part.country() == Country.SE ? Locale.forLanguageTag("sv") : Locale.ENGLISH;
    }

    private static ResourceBundle words(Locale language) {
        return ResourceBundle.getBundle(
                "papers.consent-receipt", language, Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    private static Optional<Wording> wording(ReceiptParts.Row part, Locale language) {
        return part.in(new Language(language.getLanguage()));
    }

    /** The receipt on paper. The same, byte for byte, for the same decisions, made by the same at the same moment. */
    public byte[] print(Press press, String by, Instant made) {
        var locale = language();
        var words = words(locale);
        var title = words.getString("title") + ": " + participant;
        var told = new LinkedHashMap<String, Object>();
        told.put("receipt", this);
        told.put("words", words.keySet().stream().collect(Collectors.toMap(key -> key, words::getString)));
        told.put("lead", words.getString("lead").replace("{0}", day(on, locale)));
        told.put("title", title);
        told.put("number", number());
        told.put(
                "sections",
                parts.stream().map(part -> section(part, words, locale)).toList());
        return press.print("consent-receipt", new Imprint(title, by, made, locale, Map.of()), told);
    }

    private static String day(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofPattern("d MMMM uuuu", locale).format(day);
    }

    private Section section(ReceiptParts.Row part, ResourceBundle words, Locale locale) {
        var lines = new ArrayList<Line>();
        var wording = wording(part, locale);
        line(lines, words, "purpose", wording.map(Wording::purpose).orElse(part.purpose()));
        line(lines, words, "data", wording.map(Wording::dataCategory).orElse(part.dataCategory()));
        line(lines, words, "decided", part.decided());
        line(lines, words, "by", by(part, words));
        if (part.method() != null)
            line(lines, words, "method", words.getString("method." + AuditQuestion.code(part.method())));
        var text = part.text();
        if (text != null) {
            line(
                    lines,
                    words,
                    "text",
                    "%s, %s (%s%s)"
                            .formatted(
                                    text.form(),
                                    text.version(),
                                    Locale.forLanguageTag(text.language()).getDisplayLanguage(locale),
                                    text.easyRead() ? ", " + words.getString("easyRead") : ""));
            lines.add(new Line(words.getString("hash"), text.sha256(), true));
            line(lines, words, "approval", text.approval());
        }
        if (part.collectUntil() != null) line(lines, words, "collectUntil", day(part.collectUntil(), locale));
        if (part.useUntil() != null) line(lines, words, "useUntil", day(part.useUntil(), locale));
        return new Section(
                part.titles().getOrDefault(locale.getLanguage(), part.module()),
                part.caseCode(),
                words.getString("state." + AuditQuestion.code(part.state())),
                part.state().permits(),
                lines);
    }

    private static void line(List<Line> lines, ResourceBundle words, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) lines.add(new Line(words.getString(key), value, false));
    }

    private static @Nullable String by(ReceiptParts.Row part, ResourceBundle words) {
        if (part.capacity() == null) return null;
        var who = words.getString("by." + part.capacity());
        return part.relation() == null ? who : who + " (" + part.relation() + ")";
    }

    /** A number for this receipt: another answer has another. */
    public String number() {
        var said = "%s %s %s %s".formatted(participant, on, basis.position(), parts);
        return Sha256.of(said.getBytes(StandardCharsets.UTF_8)).code().substring(0, 32);
    }

    /** The receipt for programs. */
    public String jsonLd() {
        var receipt = JSON.createObjectNode();
        var context = receipt.putObject("@context");
        context.put("dpv", "https://w3id.org/dpv#");
        context.put("loc", "https://w3id.org/dpv/loc#");
        context.put("dct", "http://purl.org/dc/terms/");
        context.put("xsd", "http://www.w3.org/2001/XMLSchema#");
        context.put("fieldledger", "urn:fieldledger:");
        receipt.put("@id", "urn:fieldledger:receipt:" + number());
        receipt.put("@type", "dpv:ConsentReceipt");
        receipt.put("dct:conformsTo", SCHEMA);
        receipt.put("dct:identifier", number());
        date(receipt, "dct:valid", on.toString());
        receipt.put("fieldledger:position", basis.position());
        if (basis.knownAt() != null)
            dateTime(receipt, "fieldledger:knownAt", basis.knownAt().toString());
        if (basis.demonstration()) receipt.put("fieldledger:demonstration", true);
        var records = receipt.putArray("dct:hasPart");
        parts.forEach(part -> record(records.addObject(), part));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(receipt) + "\n";
    }

    private void record(ObjectNode record, ReceiptParts.Row part) {
        var language = language(part);
        var words = words(language);
        var id = "%s/%s/%s".formatted(part.participant(), part.caseCode(), part.module());
        record.put("@id", "urn:fieldledger:consent:" + id);
        record.put("@type", "dpv:ConsentRecord");
        record.put("dct:conformsTo", "https://w3id.org/dpv/schema/dpv-27560#record");
        record.put("dct:identifier", id);
        var subject = record.putObject("dpv:hasDataSubject");
        subject.put("@type", "dpv:DataSubject");
        subject.put("dct:identifier", part.participant());
        record.put("fieldledger:case", part.caseCode());
        var text = part.text();
        if (text != null) {
            var notice = record.putObject("dpv:hasNotice");
            notice.put("@type", "dpv:ConsentNotice");
            notice.put("dct:identifier", text.code());
            notice.put("dct:title", text.form());
            notice.put("dct:hasVersion", text.version());
            notice.put("dct:language", text.language());
            notice.put("fieldledger:sha256", text.sha256());
            notice.put("fieldledger:easyRead", text.easyRead());
            record.put("dct:language", text.language());
        }
        var purpose = record.putObject("dpv:hasPurpose");
        purpose.put("@type", "dpv:Purpose");
        purpose.put("dct:identifier", part.module());
        var titles = purpose.putArray("dct:title");
        part.titles()
                .forEach((tongue, title) ->
                        titles.addObject().put("@value", title).put("@language", tongue));
        said(purpose, "dct:description", wording(part, language).map(Wording::purpose), part.purpose(), language);
        var data = record.putObject("dpv:hasPersonalData");
        data.put("@type", "dpv:PersonalData");
        said(data, "dct:title", wording(part, language).map(Wording::dataCategory), part.dataCategory(), language);
        var answers = record.putObject("dpv:hasDataController");
        answers.put("@type", "dpv:DataController");
        if (controller.name().isBlank()) in(answers, "dpv:hasName", words.getString("controllerUnknown"), words);
        else answers.put("dpv:hasName", controller.name());
        if (!controller.contact().isBlank()) answers.put("dpv:hasContact", controller.contact());
        record.putObject("dpv:hasJurisdiction").put("@id", "loc:" + part.country());
        if (part.useUntil() != null) {
            var storage = record.putObject("dpv:hasStorageCondition");
            storage.put("@type", "dpv:StorageDuration");
            date(storage, "dct:valid", part.useUntil().toString());
        }
        var withdrawing = record.putObject("dpv:hasConsentControl");
        withdrawing.put("@type", "dpv:WithdrawConsent");
        in(
                withdrawing,
                "dct:description",
                controller.contact().isBlank()
                        ? words.getString("control")
                        : words.getString("controlByLetter").replace("{0}", controller.contact()),
                words);
        record.putObject("dpv:hasConsentStatus").put("@id", "dpv:" + status(part.state()));
        if (part.decision() != null) event(record.putArray("fieldledger:event").addObject(), part);
    }

    private static void event(ObjectNode event, ReceiptParts.Row part) {
        event.put("@id", "urn:uuid:" + part.decision());
        if (part.decided() != null) event.put("dct:date", part.decided());
        if (part.recordedAt() != null)
            dateTime(event, "fieldledger:recordedAt", part.recordedAt().toString());
        if (part.collectUntil() != null)
            date(event, "dct:valid", part.collectUntil().toString());
        var by = event.putObject("dpv:isImplementedByEntity");
        by.put("@type", "self".equals(part.capacity()) ? "dpv:DataSubject" : "dpv:Representative");
        by.put(
                "dct:identifier",
                part.relation() == null ? Objects.requireNonNullElse(part.capacity(), "") : part.relation());
        if (part.method() != null) event.put("fieldledger:method", AuditQuestion.code(part.method()));
        event.putObject("dpv:hasConsentStatus").put("@id", "dpv:" + status(part.state()));
    }

    /** The status of the vocabulary; what it has no word for is not valid for processing. */
    private static String status(State state) {
        return switch (state) {
            case NOT_ASKED -> "ConsentUnknown";
            case REQUESTED -> "ConsentRequested";
            case DEFERRED -> "ConsentRequestDeferred";
            case GIVEN -> "ConsentGiven";
            case REAFFIRMED -> "RenewedConsentGiven";
            case RECONSENT_DUE, SUSPENDED -> "ConsentStatusInvalidForProcessing";
            case REFUSED -> "ConsentRefused";
            case WITHDRAWN -> "ConsentWithdrawn";
            case EXPIRED -> "ConsentExpired";
            case INVALIDATED -> "ConsentInvalidated";
        };
    }

    /** In the language of the form, where the module has words in it; as the module was defined otherwise. */
    private static void said(
            ObjectNode node, String name, Optional<String> inTheLanguage, String asDefined, Locale language) {
        inTheLanguage.ifPresentOrElse(
                text -> tagged(node, name, text, language.getLanguage()), () -> node.put(name, asDefined));
    }

    /** Words of the receipt's own, tagged with the language they are in: English where there are none in that of the form. */
    private static void in(ObjectNode node, String name, String text, ResourceBundle words) {
        tagged(node, name, text, words.getString("language"));
    }

    private static void tagged(ObjectNode node, String name, String text, String language) {
        node.putObject(name).put("@value", text).put("@language", language);
    }

    private static void date(ObjectNode node, String name, String day) {
        node.putObject(name).put("@type", "xsd:date").put("@value", day);
    }

    private static void dateTime(ObjectNode node, String name, String moment) {
        node.putObject(name).put("@type", "xsd:dateTime").put("@value", moment);
    }
}
