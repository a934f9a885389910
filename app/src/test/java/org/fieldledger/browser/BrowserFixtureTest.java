package org.fieldledger.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The browser that page tests get shows a page. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BrowserFixtureTest {

    @Test
    void a_browser_is_found_or_fetched_and_shows_a_page() {
        try (Browser browser = BrowserFixture.open()) {
            Page page = browser.newPage();
            page.setContent("<h1>Timeline</h1>");

            assertThat(page.locator("h1").innerText()).isEqualTo("Timeline");
        }
    }
}
