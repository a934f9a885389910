package org.fieldledger.query.audit;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Columns;
import org.fieldledger.query.paper.Imprint;
import org.fieldledger.query.paper.Press;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One archive with everything held on a person: each entry as JSON, all of it as a page to read, the list of files with where
 * they are kept, the receipt of their consents, who received their data, and what the archive is. Written entry by entry.
 */
record HeldArchive(ParticipantCode participant, Basis basis, String judgedOn, Instant made, String by) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** No entry carries a time of its own: that of the archive stands in it. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** A line of an entry on the page. */
    record Line(String label, String value) {}

    /** An entry on the page. */
    record Told(EverythingHeld.Row held, String title, int others, List<Line> lines) {}

    void write(
            OutputStream out,
            List<HeldInFull.Row> held,
            AuditAnswer recipients,
            Map<String, byte[]> receipts,
            Press press)
            throws IOException {
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        var hashes = new TreeMap<String, Sha256>();
        put(zip, hashes, "README.txt", readme(held).getBytes(StandardCharsets.UTF_8));
        put(zip, hashes, "everything-held.html", page(held, press).getBytes(StandardCharsets.UTF_8));
        put(zip, hashes, "files.csv", files(held).getBytes(StandardCharsets.UTF_8));
        var received = new StringWriter();
        recipients.writeCsv(received);
        put(zip, hashes, "recipients.csv", received.toString().getBytes(StandardCharsets.UTF_8));
        for (var receipt : new TreeMap<>(receipts).entrySet()) put(zip, hashes, receipt.getKey(), receipt.getValue());
        int number = 0;
        for (var row : held)
            put(
                    zip,
                    hashes,
                    "entries/%05d-%s.json".formatted(++number, row.held().kind()),
                    json(row).getBytes(StandardCharsets.UTF_8));
        var sums = new StringBuilder();
        hashes.forEach(
                (name, hash) -> sums.append(hash).append("  ").append(name).append('\n'));
        put(zip, hashes, "SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
        zip.finish();
        zip.flush();
    }

    private static void put(ZipOutputStream zip, Map<String, Sha256> hashes, String name, byte[] content)
            throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        hashes.put(name, Sha256.of(content));
    }

    private String readme(List<HeldInFull.Row> held) {
        return """
                Everything held on %s in this store%s
                As it was in the field on %s, as far as was known by %s; %d entries; position %d of the log.
                Made by %s on %s.

                everything-held.html    to read: every entry, in the order in which it happened
                entries/                the same for programs: one JSON file for each entry, as it is stored
                files.csv               recordings, papers and other files: their SHA-256, what they are, and where they are kept.
                                        The files themselves are not in this store; ask whoever keeps them for copies.
                consent-receipt.pdf     what was consented to, by whom, on which words, and how to take it back
                consent-receipt.jsonld  the same for programs
                recipients.csv          to whom data were released
                SHA256SUMS              the hash of every file here

                What was corrected is here as well, and says what corrected it. What was erased at the person's demand is gone and named
                as erased.

                What is about other people is left out, because a copy must not take away from their rights (Regulation (EU) 2016/679,
                article 15(4)): their parts in meetings, and their codes, which read %s. Codes of members of the research team
                are kept, names are not in the store. BEFORE YOU HAND THIS OVER: read the free texts. Somebody may have written
                another person's name in one; no program can tell.

                På svenska: det här är allt som finns registrerat om personen. everything-held.html är till för att läsas. Andras
                uppgifter är borttagna. Filerna själva finns hos dem som files.csv anger.
                """.formatted(
                participant,
                basis.demonstration() ? " (a demonstration: nobody in it exists, and nothing in it happened)" : "",
                judgedOn,
                basis.knownAt(),
                held.size(),
                basis.position(),
                by,
                made,
                HeldInFull.ANOTHER);
    }

    private String page(List<HeldInFull.Row> held, Press press) {
        var title = "Everything held on " + participant;
        var told = new LinkedHashMap<String, Object>();
        told.put("title", title);
        told.put("archive", this);
        told.put(
                "entries",
                held.stream()
                        .map(row -> new Told(row.held(), row.title(), row.others(), lines(row.content())))
                        .toList());
        return press.page("everything-held", new Imprint(title, by, made, Locale.ENGLISH, Map.of()), told);
    }

    /** What is said in an entry beside what its heading says. */
    private static List<Line> lines(ObjectNode content) {
        var lines = new ArrayList<Line>();
        content.properties().forEach(property -> {
            if (!property.getKey().equals("envelope") && !property.getKey().equals("participant"))
                flat(AuditTable.words(property.getKey()), property.getValue(), lines);
        });
        var envelope = content.path("envelope");
        for (var name : List.of(
                "recordedBy", "performedBy", "place", "mode", "language", "guide", "approval", "deviation", "corrects"))
            if (envelope.has(name)) flat(AuditTable.words(name), envelope.get(name), lines);
        return lines;
    }

    private static void flat(String label, JsonNode value, List<Line> lines) {
        switch (value) {
            case ObjectNode object ->
                object.properties()
                        .forEach(one -> flat(label + ", " + AuditTable.words(one.getKey()), one.getValue(), lines));
            case ArrayNode array
            when array.valueStream().allMatch(JsonNode::isValueNode) ->
                lines.add(new Line(
                        label, array.valueStream().map(one -> one.asString("")).collect(Collectors.joining(", "))));
            case ArrayNode array -> array.forEach(one -> flat(label, one, lines));
            default -> lines.add(new Line(label, value.asString("")));
        }
    }

    private static String files(List<HeldInFull.Row> held) throws IOException {
        var text = new StringWriter();
        var csv = CsvWriter.builder().build(text);
        csv.writeRecord("case", "event", "kind", "occurred", "sha256", "media_type", "custody");
        for (var row : held)
            for (var file : row.content().path("envelope").path("artefacts"))
                csv.writeRecord(
                        row.caseCode(),
                        row.held().event().toString(),
                        row.held().kind(),
                        row.held().occurred(),
                        file.path("sha256").asString(""),
                        file.path("mediaType").asString(""),
                        Columns.text(file.path("custody").asString("")));
        csv.flush();
        return text.toString();
    }

    private static String json(HeldInFull.Row row) {
        var held = row.held();
        var entry = JSON.createObjectNode();
        entry.put("event", held.event().toString());
        entry.put("kind", held.kind());
        entry.put("recordedAt", held.recordedAt().toString());
        if (held.supersededBy() != null)
            entry.put("supersededBy", held.supersededBy().toString());
        if (held.use() != null) entry.put("use", held.use());
        if (row.others() > 0) entry.put("otherPeople", row.others());
        entry.set("content", row.content());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entry) + "\n";
    }
}
