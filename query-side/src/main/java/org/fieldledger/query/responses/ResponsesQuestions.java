package org.fieldledger.query.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Material;
import org.fieldledger.access.Role;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventJson;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Choice;
import org.fieldledger.query.Paging;
import org.fieldledger.query.measure.Administration;
import org.fieldledger.query.measure.MeasureView.Filter;
import org.fieldledger.query.reads.Reads;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What people answered, as of any two times and as far as it may be used: JSON page by page, or the whole as CSV (a row for each item and each score) or
 * as NDJSON (a line for each administration), written as it is read.
 */
@RestController
@Tag(name = "measures", description = "What people answered, item by item, and the scores that follow")
class ResponsesQuestions {

    private static final String PATH = "/api/measures/responses";
    private static final String QUESTION = "measure-responses";
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String INCLUDING =
            "With quarantined=include, which data managers may ask, also what nothing stands in the way of but that it was not covered.";

    private final Responses responses;
    private final CaseAccess access;
    private final CurrentActor actors;
    private final Reads reads;

    ResponsesQuestions(Responses responses, CaseAccess access, CurrentActor actors, Reads reads) {
        this.responses = responses;
        this.access = access;
        this.actors = actors;
        this.reads = reads;
    }

    /** What is looked for, and whether what is quarantined is looked for as well. */
    record Wanted(Filter filter, boolean quarantined) {}

    @ModelAttribute
    Wanted wanted(
            @RequestParam(name = "case", required = false) @Nullable CaseCode caseCode,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(required = false) @Nullable String timepoint,
            @RequestParam(required = false) @Nullable String participant,
            @RequestParam(required = false) @Nullable String item,
            @RequestParam(required = false) @Nullable String quarantined) {
        if (caseCode != null) access.require(caseCode);
        var included = Choice.included("quarantined", quarantined);
        if (included && !actors.get().is(Role.DATA_MANAGER)) throw new OnlyForDataManagers();
        return new Wanted(
                new Filter(caseCode == null ? null : caseCode.code(), instrument, timepoint, participant, item),
                included);
    }

    @Material(QUESTION)
    @GetMapping(path = PATH, produces = "application/json")
    @Operation(
            summary = "What people answered and may be used, in order of recording",
            description =
                    "leftOut says how many were left out on the way to the end of the page, by what stands in the way. "
                            + INCLUDING)
    Answer<Administration> json(@ModelAttribute(binding = false) Wanted wanted, AsOf asOf, Paging paging) {
        return responses.page(wanted.filter(), wanted.quarantined(), asOf, paging);
    }

    @Material(QUESTION)
    @GetMapping(path = PATH, produces = NDJSON)
    @Operation(
            summary = "The whole answer, a line of JSON for each administration",
            description = "The header Fieldledger-Left-Out says how many may not be used, and why. " + INCLUDING)
    void ndjson(@ModelAttribute(binding = false) Wanted wanted, AsOf asOf, HttpServletResponse response)
            throws IOException {
        try (var read = reads.begin(QUESTION, asOf)) {
            var out = writer(response);
            responses.whole(
                    wanted.filter(),
                    wanted.quarantined(),
                    asOf,
                    (basis, leftOut) -> begin(response, NDJSON, basis, leftOut, read),
                    (basis, administration) -> {
                        read.row(administration);
                        try {
                            out.write(EventJson.MAPPER.writeValueAsString(Line.of(basis, administration)));
                            out.write('\n');
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            out.flush();
            read.whole();
        }
    }

    @Material(QUESTION)
    @GetMapping(path = PATH, produces = CSV)
    @Operation(
            summary = "The whole answer, a row for each item and each score",
            description = "The header Fieldledger-Left-Out says how many may not be used, and why. " + INCLUDING)
    void csv(@ModelAttribute(binding = false) Wanted wanted, AsOf asOf, HttpServletResponse response)
            throws IOException {
        try (var read = reads.begin(QUESTION, asOf)) {
            csv(wanted, asOf, response, read);
            read.whole();
        }
    }

    private void csv(Wanted wanted, AsOf asOf, HttpServletResponse response, Reads.Stream read) throws IOException {
        var out = CsvWriter.builder().build(writer(response));
        responses.whole(
                wanted.filter(),
                wanted.quarantined(),
                asOf,
                (basis, leftOut) -> {
                    begin(response, CSV, basis, leftOut, read);
                    out.writeRecord(
                            "event",
                            "position",
                            "case",
                            "participant",
                            "session",
                            "arm",
                            "instrument",
                            "version",
                            "timepoint",
                            "occurred_from",
                            "occurred_until",
                            "zone",
                            "recorded_at",
                            "quarantined",
                            "item",
                            "score",
                            "number",
                            "text",
                            "missing",
                            "demonstration");
                },
                (basis, administration) -> {
                    read.row(administration);
                    if (administration.withheld() != null)
                        record(out, basis, administration, null, null, null, null, administration.withheld());
                    for (var answered : administration.responses())
                        record(
                                out,
                                basis,
                                administration,
                                answered.item(),
                                null,
                                answered.number(),
                                answered.text(),
                                answered.missing());
                    for (var score : administration.scores())
                        record(out, basis, administration, null, score.score(), score.value(), null, score.absent());
                });
        out.flush();
    }

    private static void record(
            CsvWriter out,
            Basis basis,
            Administration a,
            @Nullable String item,
            @Nullable String score,
            @Nullable BigDecimal number,
            @Nullable String text,
            @Nullable String missing) {
        out.writeRecord(
                a.record().event().toString(),
                Long.toString(a.record().position()),
                a.caseCode(),
                a.participant(),
                a.session(),
                a.arm(),
                a.instrument(),
                a.version(),
                a.timepoint(),
                a.occurred().from(),
                a.occurred().until(),
                a.occurred().zone(),
                a.record().recordedAt().toString(),
                Boolean.toString(a.record().quarantined()),
                item,
                score,
                number == null ? null : number.toPlainString(),
                text,
                missing,
                Boolean.toString(basis.demonstration()));
    }

    /** A line of NDJSON: what was answered, marked where everything in the store is invented. */
    private record Line(
            @JsonUnwrapped Administration administration,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean demonstration) {

        static Line of(Basis basis, Administration administration) {
            return new Line(administration, basis.demonstration());
        }
    }

    private static Writer writer(HttpServletResponse response) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** The basis of an answer that has no room for one of its own stands in the headers, and what was left out of it. */
    private static void begin(
            HttpServletResponse response, String type, Basis basis, Map<String, Long> leftOut, Reads.Stream read) {
        read.basis(basis);
        response.setContentType(type + ";charset=UTF-8");
        basis.headers(leftOut).forEach(response::setHeader);
    }
}
