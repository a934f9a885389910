package org.fieldledger.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.browser.BrowserFixture;
import org.fieldledger.cli.DemonstrationLoad;
import org.fieldledger.cli.RunningApplication;
import org.fieldledger.cli.RunningStore;
import org.fieldledger.events.ResearcherCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a browser, over the demonstration. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {

    private static final Pattern PASSWORD = Pattern.compile("password (\\S+) as");

    @TempDir
    static Path home;

    private RunningApplication store;
    private Browser browser;
    private String address;
    private String password;
    private Page page;
    private final List<String> troubles = new ArrayList<>();

    @BeforeAll
    void livesThroughTheYears() {
        browser = BrowserFixture.open();
        store = RunningStore.in(home, RunningStore.DEMONSTRATION);
        var said = new StringWriter();
        var load = store.context().getBean(DemonstrationLoad.class);
        load.load(2019, 1, new PrintWriter(said));
        load.welcome(home, new PrintWriter(said));
        Matcher told = PASSWORD.matcher(said.toString());
        assertThat(told.find()).isTrue();
        password = told.group(1);
        address = RunningStore.address(store);
    }

    @AfterAll
    void ends() {
        browser.close();
        store.close();
    }

    @BeforeEach
    void opensAWindow() {
        page = browser.newContext(
                        new NewContextOptions().setViewportSize(1280, 900).setLocale("en-GB"))
                .newPage();
        troubles.clear();
        page.onConsoleMessage(message -> {
            var refusedPage =
                    message.text().contains("status of 403") || message.text().contains("status of 404");
            if (List.of("error", "warning").contains(message.type()) && !refusedPage)
                troubles.add(message.type() + ": " + message.text());
        });
        page.onPageError(troubles::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:"))
                troubles.add("asked elsewhere: " + request.url());
        });
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        page.context().close();
        assertThat(troubles).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_and_the_right_one_leads_to_the_page_that_was_asked_for() {
        page.navigate(address + "/cases/CAFE");
        signIn("researcher", "not the password");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not right");

        signIn("researcher", password);
        assertThat(heading()).hasText("The Learning Café");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("signed out");
    }

    @Test
    void the_nine_cases_are_listed_and_every_page_says_that_all_is_invented() {
        enter("researcher", "/");

        assertThat(page.locator("tbody tr")).hasCount(9);
        assertThat(page.getByText("People enrolled")).isVisible();
        for (var path :
                List.of("/", "/cases/CAFE", "/participants/CAFE-0001", "/password", "/cases/NOPE", "/nowhere")) {
            page.navigate(address + path);
            assertThat(page.getByRole(AriaRole.NOTE))
                    .containsText("Everybody and everything in this store is invented");
        }
    }

    @Test
    void what_was_recorded_late_is_known_now_and_was_not_known_then() {
        enter("researcher", "/cases/CAFE");
        page.getByLabel("As it was on").fill("2019-07-31");
        page.getByLabel("only").selectOption("Interview");
        page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
        var late = entry("CAFE-0054");
        assertThat(late).containsText("recorded 115 days later");

        page.getByText("as known that day").click();
        assertThat(entry("CAFE-0001")).isVisible();
        assertThat(late).hasCount(0);
        assertThat(page.locator(".basis")).containsText("as far as was known on 31 Jul 2019");
        assertThat(page.getByLabel("only")).hasValue("Interview");

        page.getByText("as known now").click();
        assertThat(late).isVisible();
    }

    @Test
    void what_was_corrected_is_shown_struck_through_when_asked_for() {
        enter("researcher", "/cases/CAFE?chapter=Interview");
        assertThat(page.locator("li.superseded")).hasCount(0);

        page.getByText("More filters").click();
        page.getByLabel("also what was corrected").check();
        leadOn(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show")));
        while (page.locator("li.superseded").count() == 0) leadOn(page.getByText("Later entries"));
        assertThat(page.locator("li.superseded").first()).containsText("corrected on");
    }

    @Test
    void what_changed_since_an_earlier_day_is_told_with_what_became_of_it() {
        enter("researcher", "/cases/CAFE?trueAt=2021-06-30");
        leadOn(page.getByText("What changed since an earlier day"));

        assertThat(heading()).containsText("What changed in The Learning Café");
        assertThat(page.getByLabel("compared with what was known on")).hasValue("2021-06-30");
        assertThat(page.locator("li.superseded").first()).containsText("corrected");
        assertThat(page.locator(".entries li").first()).containsText("recorded");
    }

    @Test
    void a_mark_of_the_overview_leads_to_its_month_and_a_page_to_the_next() {
        enter("researcher", "/cases/DJURSDALA");
        assertThat(page.locator("svg use").first()).hasCSS("fill", "rgb(31, 77, 69)");
        page.locator("svg a")
                .filter(new Locator.FilterOptions().setHasText("Diary, March 2021"))
                .click();
        assertThat(page.locator(".entries time").first()).containsText("Mar 2021");

        page.navigate(address + "/cases/DJURSDALA");
        assertThat(page.locator(".entries li")).hasCount(50);
        var last = page.locator(".entries .record").last().innerText();
        leadOn(page.getByText("Later entries"));
        assertThat(page.locator(".entries li")).hasCount(50);
        assertThat(page.locator(".entries .record").first()).not().hasText(last);
    }

    @Test
    void a_person_shows_consent_course_and_everything_they_had_a_part_in() {
        enter("researcher", "/cases/CAFE?participant=CAFE-0001&trueAt=2021-06-30");
        page.locator(".entries a").first().click();

        assertThat(heading()).hasText("CAFE-0001");
        assertThat(page.locator("table").first()).containsText("interview");
        assertThat(page.locator(".state.given").first()).isVisible();
        assertThat(page.locator("table").nth(1)).containsText("usable");
        assertThat(page.getByText("enrolled in CAFE")).isVisible();
        assertThat(page.locator(".entries li").first()).isVisible();
    }

    @Test
    void whoever_is_not_assigned_to_a_case_is_told_so_and_whom_to_ask() {
        enter("fieldworker", "/");
        assertThat(page.locator("tbody tr")).hasCount(2);

        page.navigate(address + "/cases/ESTHER");
        assertThat(heading()).hasText("This is not one of your cases");
        assertThat(page.getByText("whoever leads the case can assign you")).isVisible();
        page.navigate(address + "/participants/ESTHER-0001");
        assertThat(heading()).hasText("Nothing is known of this");
    }

    @Test
    void an_administrator_sees_the_cases_and_nothing_of_their_people() {
        enter("administrator", "/");
        assertThat(page.locator("tbody tr")).hasCount(9);
        assertThat(page.locator("tbody a")).hasCount(0);

        page.navigate(address + "/cases/CAFE");
        assertThat(heading()).hasText("Not allowed");
    }

    @Test
    void a_question_that_cannot_be_understood_is_answered_with_how_to_ask_it() throws Exception {
        var answer = get("/cases/CAFE?trueAt=soon", "researcher");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("This question cannot be understood", "trueAt cannot be &#39;soon&#39;", "such as 2021-03-04")
                .contains("href=\"/cases/CAFE\">Ask this page anew");
        assertThat(get("/cases/CAFE?participant=%3Cscript%3Ealert(1)%3C/script%3E", "researcher")
                        .body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void a_one_time_password_is_changed_on_the_first_visit() {
        var account = store.context()
                .getBean(Accounts.class)
                .create("newcomer", new ResearcherCode("newcomer"), EnumSet.of(Role.FIELDWORKER));
        enter("newcomer", account.password(), "/");
        assertThat(heading()).hasText("Choose a password");

        change(account.password(), "too short", "too short");
        change("wrong", "a sentence that is long", "a sentence that is long");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("present password is not right");
        change(account.password(), "a sentence that is long", "a sentence that is long");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("has been changed");
        signIn("newcomer", "a sentence that is long");
        assertThat(page.getByText("There is no case that you may see")).isVisible();
    }

    @Test
    void every_page_fits_a_telephone_and_a_desk() {
        enter("researcher", "/");
        var paths = Map.ofEntries(
                Map.entry("cases", "/"),
                Map.entry("timeline", "/cases/CAFE?trueAt=2021-06-30"),
                Map.entry("participant", "/participants/CAFE-0001"),
                Map.entry("trajectories", "/cases/CIPN/trajectories?trueAt=2021-12-31"),
                Map.entry("wards", "/cases/WARDS/trajectories"),
                Map.entry("completeness", "/cases/WARDS/completeness?trueAt=2021-10-15"),
                Map.entry("retention", "/cases/CAFE/retention"),
                Map.entry("themes", "/cases/CAFE/themes"),
                Map.entry("compare", "/compare?cases=CAFE,COMPACT&instrument=SECURITY"),
                Map.entry("compare-wards", "/compare?cases=CAFE,WARDS&instrument=ENGAGE"),
                Map.entry("all-themes", "/themes"),
                Map.entry("lanes", "/timeline?instrument=SECURITY&use=usable"),
                Map.entry("timeline-filtered", "/cases/CAFE?trueAt=2021-06-30&level=micro"),
                Map.entry("changes", "/cases/CAFE/changes?trueAt=2021-06-30&since=2020-12-31"),
                Map.entry(
                        "changes-of-a-person",
                        "/timeline/changes?participant=CAFE-0001&since=2019-06-30&objective=model"));
        for (int width : List.of(390, 1280)) {
            page.setViewportSize(width, 900);
            paths.forEach((name, path) -> {
                page.navigate(address + path);
                page.screenshot(
                        new ScreenshotOptions().setPath(Path.of("target", "pages", name + "-" + width + ".png")));
                assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                        .as("%s at %d wide: what sticks out, in pixels", name, width)
                        .isEqualTo(0);
            });
        }
    }

    @Test
    void scores_are_drawn_and_stand_in_a_table_that_says_the_same() {
        enter("researcher", "/cases/CIPN?trueAt=2021-12-31");
        leadOn(page.getByText("Trajectories", new Page.GetByTextOptions().setExact(true)));

        assertThat(page.locator("figure.chart svg").first())
                .hasAttribute(
                        "aria-label", Pattern.compile("Mean SYMPTOM-SUM by arm.*intervention, baseline: mean .*"));
        assertThat(page.locator("table.grid").first()).containsText("week-12");
        assertThat(page.request()
                        .get(address + page.getByText("These figures as CSV").getAttribute("href"))
                        .text())
                .startsWith("case,instrument,version,score,arm,timepoint,of,n,missing,unusable,outside,nothing,mean");

        page.navigate(address + "/cases/WARDS/trajectories");
        assertThat(page.getByText("intervention less control").first()).isVisible();
    }

    @Test
    void what_is_owed_stands_in_grids_and_each_cell_says_in_words_what_its_colour_says() {
        enter("researcher", "/cases/WARDS/completeness?trueAt=2021-10-15");

        assertThat(page.locator("table.heat")).hasCount(4);
        assertThat(page.locator("td.cell.done").first()).containsText("done");
        assertThat(page.getByText("WARD-A (intervention)")).isVisible();
        assertThat(page.locator("td.cell.due").first()).containsText("due");
        page.navigate(address + "/cases/WARDS/completeness?trueAt=2019-06-30");
        assertThat(page.locator("td.cell.done", new Page.LocatorOptions().setHasText("on record")))
                .hasCount(0);
    }

    @Test
    void no_date_in_a_cell_is_broken_at_its_hyphens() {
        enter("researcher", "/cases/WARDS/completeness?trueAt=2021-10-15");
        for (int width : List.of(390, 600, 900, 1280)) {
            page.setViewportSize(width, 900);
            assertThat(page.evaluate("""
                            () => {
                              const lines = {};
                              const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
                              while (texts.nextNode()) {
                                if (!texts.currentNode.parentElement.closest('table.heat')) continue;
                                for (const date of texts.currentNode.data.matchAll(/\\d{4}-\\d{2}-\\d{2}/g)) {
                                  const range = document.createRange();
                                  range.setStart(texts.currentNode, date.index);
                                  range.setEnd(texts.currentNode, date.index + date[0].length);
                                  const tops = new Set([...range.getClientRects()].map(box => box.top));
                                  lines[date[0]] = Math.max(lines[date[0]] ?? 0, tops.size);
                                }
                              }
                              return lines;
                            }
                            """))
                    .as("On how many lines each date stands, at %d wide", width)
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .isNotEmpty()
                    .allSatisfy((date, lines) -> assertThat(lines).isEqualTo(1));
        }
    }

    @Test
    void who_stays_and_what_findings_rest_on_are_pages_of_the_case() {
        enter("researcher", "/cases/DJURSDALA/retention");
        assertThat(page.locator("figure.chart svg").first())
                .hasAttribute("aria-label", Pattern.compile("Share of people still taking part.*"));
        assertThat(page.locator("table.grid").first()).containsText("citizen");
        assertThat(page.getByText("Who moved between roles")).isVisible();

        leadOn(page.getByText("Themes", new Page.GetByTextOptions().setExact(true)));
        assertThat(page.getByText("of its ground holds").first()).isVisible();
        assertThat(page.getByText("may be used").first()).isVisible();
    }

    @Test
    void leadership_interviews_stand_year_beside_year_with_who_came_and_who_went() {
        enter("researcher", "/cases/WARDS/completeness?trueAt=2021-10-15");

        var years = page.locator(
                "section", new Page.LocatorOptions().setHasText("Leadership interviews, year beside year"));
        assertThat(years.locator("tbody tr")).hasCount(3);
        assertThat(years.locator("tbody tr").first()).containsText("from 1 Jan 2019");
        assertThat(years.locator("tbody tr").first().locator("a").first()).containsText("WARDS-");
        assertThat(years.locator("tbody tr").nth(1)).containsText("points");
    }

    @Test
    void themes_of_all_cases_stand_on_one_page_each_with_its_case() {
        enter("researcher", "/");
        leadOn(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Themes of the programme and its cases")));

        assertThat(heading()).hasText("Themes of the programme and its cases");
        assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("CAFE"))
                        .first())
                .isVisible();
        assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("WARDS"))
                        .first())
                .isVisible();
    }

    @Test
    void cases_side_by_side_tell_of_their_wards_and_of_who_stayed() {
        enter("researcher", "/compare?cases=CAFE,WARDS&instrument=ENGAGE");

        assertThat(page.getByText("Before and after the intervention, ward by ward"))
                .hasCount(1);
        assertThat(page.getByText("not compared here")).isVisible();
        assertThat(page.locator("h3", new Page.LocatorOptions().setHasText("Who stayed")))
                .hasCount(2);
        assertThat(page.getByText("scores person by person"))
                .hasAttribute("href", Pattern.compile("cases=CAFE,WARDS.*format=csv"));
    }

    @Test
    void cases_stand_side_by_side_with_what_they_differ_in_said_first() {
        enter("researcher", "/compare");
        page.getByLabel("CAFE", new Page.GetByLabelOptions().setExact(true)).check();
        page.getByLabel("COMPACT", new Page.GetByLabelOptions().setExact(true)).check();
        leadOn(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show")));
        page.getByLabel("scores of").selectOption("SECURITY");
        leadOn(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show")));

        assertThat(page.locator(".differences")).containsText("Different timepoints: CAFE SECURITY baseline: 0 days");
        assertThat(page.locator("h2.side")).hasCount(2);
        assertThat(page.locator("figure.chart")).hasCount(4);
    }

    @Test
    void a_person_an_instrument_and_the_programme_have_timelines_with_lanes_and_filters() {
        enter("researcher", "/participants/CAFE-0001");
        leadOn(page.getByText("Timeline by kind of entry"));
        assertThat(heading()).hasText("Timeline of CAFE-0001");
        assertThat(page.locator("svg .lane").first()).isVisible();
        page.getByText("More filters").click();
        page.getByLabel("material that is").selectOption("usable");
        leadOn(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show")));
        assertThat(page.locator(".entries .chip", new Page.LocatorOptions().setHasText("usable"))
                        .first())
                .isVisible();

        page.navigate(address + "/timeline?instrument=SECURITY");
        assertThat(page.locator(".entries li").first()).containsText("SECURITY");
        leadOn(page.getByRole(
                AriaRole.LINK, new GetByRoleOptions().setName("Programme").setExact(true)));
        assertThat(heading()).hasText("Timeline of the programme");
        assertThat(page.locator(".entries li").first()).containsText("the programme");
    }

    @Test
    void an_ethics_officer_finds_all_twenty_questions_and_nothing_is_asked_before_they_say_about_what() {
        enter("ethics-officer", "/audit");
        assertThat(page.locator(".questions li:has(.number:not(:empty))")).hasCount(20);

        leadOn(page.getByText("Was every action covered when it happened?"));
        assertThat(page.getByText("nothing has been asked so far")).isVisible();
        assertThat(page.locator("table.answer")).hasCount(0);

        page.getByLabel("in", new Page.GetByLabelOptions().setExact(true)).selectOption("CAFE");
        leadOn(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Show")));
        assertThat(page.getByText("actions")).isVisible();
        assertThat(page.locator(".basis")).containsText("Rests on the log up to position");
    }

    @Test
    void a_long_answer_comes_in_pages_and_whole_as_csv_and_json() {
        enter("ethics-officer", "/audit/who-decided?ask=1&case=WARDS&trueAt=2022-12-31");
        assertThat(page.locator("tr.cells")).hasCount(50);
        var first = page.locator("tr.cells").first().textContent();

        leadOn(page.getByText("Later rows"));
        assertThat(page.getByText("Rows 51 to")).isVisible();
        assertThat(page.locator("tr.cells").first().textContent()).isNotEqualTo(first);
        leadOn(page.getByText("Earlier rows"));
        assertThat(page.locator("tr.cells").first().textContent()).isEqualTo(first);

        assertThat(page.request()
                        .get(address + page.getByText("CSV").getAttribute("href"))
                        .text())
                .startsWith("case,participant,")
                .doesNotContainPattern(",2023-\\d\\d-\\d\\d,Europe/London");
        assertThat(page.request()
                        .get(address + page.getByText("JSON").getAttribute("href"))
                        .text())
                .contains("\"question\" : \"who-decided\"");
    }

    @Test
    void an_answer_without_rows_says_so_and_a_question_without_what_it_needs_says_what() throws Exception {
        enter("ethics-officer", "/audit/refusals?ask=1&case=CAFE&trueAt=2018-12-31");
        assertThat(page.getByText("Nothing was found as of these times")).isVisible();

        var unsaid = get("/audit/held?ask=1", "ethics-officer");
        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(unsaid.body()).contains("This question cannot be understood", "Name one, and ask again");
    }

    @Test
    void a_data_manager_is_not_shown_what_they_may_not_ask_and_a_fieldworker_none_of_it() throws Exception {
        enter("data-manager", "/audit");
        assertThat(page.getByText("Was every action covered when it happened?")).isVisible();
        assertThat(page.getByText("Who decided, with what authority?")).hasCount(0);
        assertThat(get("/audit/who-decided", "data-manager").statusCode()).isEqualTo(403);
        assertThat(get("/audit/who-decided?ask=1&case=CAFE", "data-manager").statusCode())
                .isEqualTo(403);
        assertThat(get("/audit", "fieldworker").statusCode()).isEqualTo(403);
        assertThat(get("/tasks?ask=1", "administrator").statusCode()).isEqualTo(403);
    }

    @Test
    void the_tasks_ahead_are_those_of_the_cases_that_whoever_asks_may_see() {
        enter("ethics-officer", "/tasks?ask=1&trueAt=2021-03-01");
        assertThat(page.locator("tr.cells td[data-label=case] a", new Page.LocatorOptions().setHasText("ESTHER")))
                .not()
                .hasCount(0);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign out"))
                .click();

        enter("fieldworker", "/tasks?ask=1&trueAt=2021-03-01");
        assertThat(page.locator(".basis")).isVisible();
        for (var seen : page.locator("tr.cells td[data-label=case]").allTextContents())
            assertThat(seen.strip()).isIn("CAFE", "WARDS");
    }

    @Test
    void the_receipt_of_a_person_hangs_on_their_page_and_a_copy_of_everything_held_is_for_data_managers_alone() {
        enter("data-manager", "/participants/CAFE-0001");
        var receipt = page.request()
                .get(address + page.getByText("Receipt for the person (PDF)").getAttribute("href"));
        assertThat(new String(receipt.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("%PDF");
        var copy = page.request().get(address + "/api/audit/everything-held.zip?participant=CAFE-0001");
        assertThat(copy.status()).isEqualTo(200);
        assertThat(new String(copy.body(), 0, 2, StandardCharsets.US_ASCII)).isEqualTo("PK");
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign out"))
                .click();

        enter("ethics-officer", "/audit");
        assertThat(page.request()
                        .get(address + "/api/audit/everything-held.zip?participant=CAFE-0001")
                        .status())
                .isEqualTo(403);
        assertThat(page.request()
                        .get(address + "/api/participants/CAFE-0001/consent-receipt.jsonld")
                        .text())
                .contains("dpv:ConsentReceipt");
    }

    @Test
    void audit_pages_fit_a_telephone_and_a_desk_and_break_no_word() {
        enter("ethics-officer", "/audit");
        var paths = Map.of(
                "audit", "/audit",
                "who-decided", "/audit/who-decided?ask=1&case=WARDS",
                "covered", "/audit/covered?ask=1&case=CAFE",
                "tasks", "/tasks?ask=1&trueAt=2021-03-01");
        for (int width : List.of(390, 1280)) {
            page.setViewportSize(width, 900);
            paths.forEach((name, path) -> {
                page.navigate(address + path);
                page.screenshot(
                        new ScreenshotOptions().setPath(Path.of("target", "pages", name + "-" + width + ".png")));
                assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                        .as("%s at %d wide: what sticks out, in pixels", name, width)
                        .isEqualTo(0);
                assertThat(
                                page.evaluate(
                                        "[...document.querySelectorAll('.answer .cells td')].filter(td => getComputedStyle(td).wordBreak !== 'normal' || getComputedStyle(td).overflowWrap !== 'normal').length"))
                        .as("cells of %s in which words may be broken", name)
                        .isEqualTo(0);
            });
        }
    }

    @Test
    void a_data_manager_sees_what_a_release_would_hold_before_it_is_frozen_and_gets_it_to_the_byte() throws Exception {
        enter("data-manager", "/releases");
        assertThat(page.locator("tr.cells").first()).containsText("REL-SHARED-2024");
        leadOn(page.getByText("Make a release"));
        page.getByLabel("only these cases").selectOption("CAFE");
        page.getByLabel("As it was on").fill("2022-12-31");
        leadOn(page.getByText("Look at it first"));
        assertThat(page.getByText("What would be left out by rule")).isVisible();
        assertThat(page.locator("td[data-label=why]").first()).isVisible();

        page.getByLabel("Name, for ever").fill("REL-PAGES");
        page.getByLabel("For whom").fill("statistics group");
        page.getByLabel("What question").fill("Does a café make people feel more secure?");
        leadOn(page.getByText("Freeze and put on record"));
        assertThat(heading()).hasText("REL-PAGES");
        assertThat(page.getByText("answers.parquet")).isVisible();
        var files = page.request()
                .get(address + page.getByText("Make the files again").getAttribute("href"));
        assertThat(files.headers().get("fieldledger-release")).isEqualTo("the-same-bytes");
        assertThat(new String(files.body(), 0, 2, StandardCharsets.US_ASCII)).isEqualTo("PK");

        page.navigate(address + "/release-form?look=1&table=participants");
        page.getByLabel("Name, for ever").fill("REL-PAGES");
        page.getByLabel("For whom").fill("statistics group");
        page.getByLabel("What question").fill("Again?");
        page.getByText("Freeze and put on record").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There already is a release of that name");
        assertThat(page.getByLabel("What question")).hasValue("Again?");
        troubles.removeIf(trouble -> trouble.contains("status of 422"));

        assertThat(get("/releases", "ethics-officer").statusCode()).isEqualTo(403);
        assertThat(get("/releases/NONE", "data-manager").body()).contains("There is no such release");
        for (int width : List.of(390, 1280)) {
            page.setViewportSize(width, 900);
            for (var path : List.of("/releases", "/releases/REL-PAGES", "/release-form?look=1&case=CAFE")) {
                page.navigate(address + path);
                page.screenshot(new ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of(
                                "target", "pages", path.replaceAll("[^A-Za-z-]+", "_") + "-" + width + ".png")));
                assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                        .as("%s at %d wide: what sticks out, in pixels", path, width)
                        .isEqualTo(0);
            }
        }
    }

    private void change(String present, String wanted, String again) {
        page.getByLabel("Present password").fill(present);
        page.getByLabel("New password", new Page.GetByLabelOptions().setExact(true))
                .fill(wanted);
        page.getByLabel("New password again").fill(again);
        page.getByText("Change it").click();
    }

    private Locator heading() {
        return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1));
    }

    /** Clicks what leads to another page and waits until that one is whole: a click alone returns while the old one still stands. */
    private void leadOn(Locator leading) {
        var left = page.url();
        leading.click();
        page.waitForURL(url -> !url.equals(left));
    }

    private Locator entry(String participant) {
        return page.locator(".entries li")
                .filter(new Locator.FilterOptions().setHasText(participant))
                .first();
    }

    private void enter(String username, String path) {
        enter(username, password, path);
    }

    private void enter(String username, String word, String path) {
        page.navigate(address + path);
        signIn(username, word);
    }

    private void signIn(String username, String word) {
        page.getByLabel("User name").fill(username);
        page.getByLabel("Password").fill(word);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign in"))
                .click();
    }

    private HttpResponse<String> get(String path, String username) throws Exception {
        var credentials =
                Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + path))
                                .header("Authorization", "Basic " + credentials)
                                .header("Accept", "text/html")
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString());
    }
}
