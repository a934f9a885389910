package org.fieldledger.query.reporting;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.fieldledger.access.Material;
import org.fieldledger.events.EventJson;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.reads.Reads;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What changes in the views of reporting_v1, a line of JSON for each change. */
@RestController
@Tag(name = "feed", description = "What changes in what reporting tools are shown, with retractions")
class FeedQuestions {

    private static final String QUESTION = "feed";
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Feed feed;
    private final Reads reads;

    FeedQuestions(Feed feed, Reads reads) {
        this.feed = feed;
        this.reads = reads;
    }

    @Material(QUESTION)
    @GetMapping(path = "/api/feed/{view}", produces = "application/x-ndjson")
    @Operation(
            summary = "Every change of a view of reporting_v1 after a number, a line of JSON for each",
            description =
                    "Apply upserts and retractions by key. Go on after the number of the last line that was applied;"
                            + " begin at 0 with nothing.")
    void changes(
            @PathVariable String view,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String follow,
            HttpServletResponse response)
            throws IOException {
        var followed = Feed.view(view);
        var from = number("after", after, Long.MAX_VALUE, "Write the number of the last line that was applied, or 0");
        var wait = number(
                "follow",
                follow,
                LONGEST_WAIT_SECONDS,
                "Write for how many seconds to wait for a change, at most %d".formatted(LONGEST_WAIT_SECONDS));
        var reached = feed.reached(followed, from, Duration.ofSeconds(wait));
        var out = new Lines(response);
        if (!feed.tellsOfPeople(followed, from, reached)) {
            reads.shown(QUESTION + "-" + view, Map.of(), feed.basis(), List.of(), List.of());
            feed.read(followed, from, reached, (line, about) -> out.write(line));
            out.flush();
            return;
        }
        try (var read = reads.begin(QUESTION + "-" + view, AsOf.LATEST)) {
            read.basis(feed.basis());
            feed.read(followed, from, reached, (line, about) -> {
                read.row(about);
                out.write(line);
            });
            out.flush();
            read.whole();
        }
    }

    private static long number(String name, @Nullable String written, long most, String wayOut) {
        if (written == null || written.isBlank()) return 0;
        try {
            var number = Long.parseLong(written);
            if (number >= 0 && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadQuestion(name, written, wayOut);
    }

    /** Begins the answer with its first line, when the read stands in the access log. */
    private static final class Lines {

        private final HttpServletResponse response;
        private @Nullable Writer out;

        Lines(HttpServletResponse response) {
            this.response = response;
        }

        void write(Feed.Line line) {
            try {
                if (out == null) {
                    response.setContentType("application/x-ndjson;charset=UTF-8");
                    out = new BufferedWriter(
                            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
                }
                out.write(EventJson.MAPPER.writeValueAsString(line));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void flush() throws IOException {
            if (out != null) out.flush();
        }
    }
}
