package org.fieldledger.benchmarks;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.fieldledger.benchmarks.Bench.Measure;

/**
 * The pages of a store as a browser gets them: signed in on the page for it, one after the other over a connection that is kept.
 * What is timed ends with the last byte of the page; what a browser makes of it is not.
 */
final class Pages implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern CASE = Pattern.compile(
            "href=\"/cases/([^\"?]+).*?<td class=\"text-end\">[\\d,]+</td>\\s*<td class=\"text-end\">([\\d,]+)</td>",
            Pattern.DOTALL);
    private static final Pattern PERSON = Pattern.compile("href=\"/participants/([^\"?]+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int ENOUGH_FOR_P99 = 100;

    /** How often each is asked for before any is timed: both sides have warmed up by then. */
    private static final int TO_WARM_UP = 40;

    /** What takes seconds is asked once where the rest is asked so often. */
    private static final int OF_SECONDS = 100;

    /** A case, and how many entries it has by the page of cases. */
    record Listed(String caseCode, long entries) {}

    /**
     * A page to be timed.
     *
     * @param times how often it is asked for
     * @param p50AtMost milliseconds, 0 where nothing was asked
     */
    private record Page(String what, String path, int times, double p50AtMost) {}

    private final URI store;
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();
    private final List<Measure> measures = new ArrayList<>();

    Pages(URI store) {
        this.store = store;
    }

    /** The pages of the demonstration at a scale, each asked for so often. */
    static List<Measure> ofDemonstration(int scale, int times) throws Exception {
        try (var demonstration = LivedDemonstration.at(scale);
                var pages = new Pages(demonstration.address())) {
            pages.signIn("researcher", demonstration.password());
            return pages.measure(scale, times);
        }
    }

    private List<Measure> measure(int scale, int times) throws IOException, InterruptedException {
        var largest = largest();
        var ofCase = "/cases/" + largest.caseCode();
        measures.add(new Measure(
                "%s, the case with the most entries at scale %d".formatted(largest.caseCode(), scale),
                "entries",
                largest.entries(),
                0));
        var timeline = "its timeline page, six years, as of ";
        var pages = List.of(
                new Page(timeline + "now", ofCase, times, 50),
                new Page(
                        timeline + "30 June 2024, known on 30 September 2024",
                        ofCase + "?trueAt=2024-06-30&knownAt=2024-09-30",
                        times,
                        0),
                new Page(
                        timeline + "30 June 2021, known that day",
                        ofCase + "?trueAt=2021-06-30&knownAt=2021-06-30",
                        times,
                        0),
                new Page("page of a person in it", "/participants/" + somebody(ofCase), times, 0),
                new Page(
                        "page of what changed in it since 30 June 2023",
                        ofCase + "/changes?since=2023-06-30",
                        times,
                        0),
                new Page("page of cases, each counted", "/", times, 0),
                new Page("page of its completeness", ofCase + "/completeness", Math.ceilDiv(times, OF_SECONDS), 0));
        // All of them before any is timed: they share most of what has to warm up, and none is to pay for it as the
        // first.
        for (int n = 0; n < TO_WARM_UP; n++) for (var page : pages) if (n < page.times()) get(page.path());
        for (var page : pages) time(page);
        return List.copyOf(measures);
    }

    void signIn(String username, String password) throws IOException, InterruptedException {
        var token = TOKEN.matcher(text(get("/sign-in")));
        if (!token.find()) throw new IllegalStateException("The page to sign in on has no token in its form");
        var form = "username=%s&password=%s&_csrf=%s"
                .formatted(written(username), written(password), written(token.group(1)));
        var answer = browser.send(
                to("/sign-in")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofByteArray());
        var next = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != 302 || next.contains("error"))
            throw new IllegalStateException(
                    "Signing in as %s was answered %d %s".formatted(username, answer.statusCode(), next));
    }

    /** The case with the most entries, by the page of cases. */
    Listed largest() throws IOException, InterruptedException {
        return CASE.matcher(text(get("/")))
                .results()
                .map(row -> new Listed(row.group(1), Long.parseLong(row.group(2).replace(",", ""))))
                .max(Comparator.comparingLong(Listed::entries))
                .orElseThrow(() -> new IllegalStateException("The page of cases lists none"));
    }

    /** Whoever the first page of a timeline leads to first. */
    private String somebody(String timeline) throws IOException, InterruptedException {
        var person = PERSON.matcher(text(get(timeline)));
        if (!person.find()) throw new IllegalStateException(timeline + " leads to no person");
        return person.group(1);
    }

    private void time(Page page) throws IOException, InterruptedException {
        int times = page.times();
        var nanos = new long[times];
        long bytes = 0;
        long started = System.nanoTime();
        for (int n = 0; n < times; n++) {
            long before = System.nanoTime();
            bytes += get(page.path()).length;
            nanos[n] = System.nanoTime() - before;
        }
        var figure = Figure.of(times, System.nanoTime() - started, nanos, 0);
        var longest = times < ENOUGH_FOR_P99 ? "longest" : "p99";
        measures.add(
                new Measure("%s, p50 of %d".formatted(page.what(), times), "ms", figure.p50() / 1e3, page.p50AtMost()));
        measures.add(new Measure("%s, %s of %d".formatted(page.what(), longest, times), "ms", figure.p99() / 1e3, 0));
        measures.add(new Measure(page.what() + ", size", "kB", bytes / 1e3 / times, 0));
        System.err.printf("%s: %.1f ms at the median%n", page.what(), figure.p50() / 1e3);
    }

    /**
     * The page at a path, to its last byte.
     *
     * @throws IllegalStateException naming the address and the status where it was anything but given
     */
    byte[] get(String path) throws IOException, InterruptedException {
        var request = to(path).GET().build();
        var answer = browser.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) throw new IllegalStateException(refused(request, answer));
        return answer.body();
    }

    private static String refused(HttpRequest request, HttpResponse<?> answer) {
        return "%s was answered %d".formatted(request.uri(), answer.statusCode())
                + answer.headers()
                        .firstValue("Location")
                        .map(" and sent on to "::concat)
                        .orElse("");
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(store.resolve(path))
                .header("Accept", "text/html")
                .timeout(PATIENCE);
    }

    private static String text(byte[] page) {
        return new String(page, StandardCharsets.UTF_8);
    }

    private static String written(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        browser.close();
    }
}
