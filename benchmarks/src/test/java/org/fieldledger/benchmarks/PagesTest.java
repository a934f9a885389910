package org.fieldledger.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What counts as a page, and what does not, against a server that answers as it is told. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PagesTest {

    private HttpServer server;
    private Pages pages;

    @BeforeEach
    void serves() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        pages = new Pages(URI.create(address()));
    }

    @AfterEach
    void ends() {
        pages.close();
        server.stop(0);
    }

    @Test
    void a_page_that_was_not_given_is_an_error_that_names_its_address_and_status() {
        server.createContext("/cases/BUSY", exchange -> answer(exchange, 503, "later"));
        server.createContext("/cases/SHUT", exchange -> {
            exchange.getResponseHeaders().set("Location", "/sign-in");
            answer(exchange, 302, "");
        });

        assertThatThrownBy(() -> pages.get("/cases/BUSY?trueAt=2021-06-30"))
                .hasMessage(address() + "/cases/BUSY?trueAt=2021-06-30 was answered 503");
        assertThatThrownBy(() -> pages.get("/cases/SHUT"))
                .hasMessage(address() + "/cases/SHUT was answered 302 and sent on to /sign-in");
    }

    @Test
    void who_is_not_let_in_is_told_so() {
        server.createContext("/sign-in", exchange -> {
            if (exchange.getRequestMethod().equals("GET"))
                answer(exchange, 200, "<input type=\"hidden\" name=\"_csrf\" value=\"abc\"/>");
            else {
                exchange.getResponseHeaders().set("Location", "/sign-in?error");
                answer(exchange, 302, "");
            }
        });

        assertThatThrownBy(() -> pages.signIn("researcher", "not the password"))
                .hasMessage("Signing in as researcher was answered 302 /sign-in?error");
    }

    @Test
    void the_case_with_the_most_entries_is_found_however_many_people_are_in_another() throws Exception {
        server.createContext(
                "/",
                exchange -> answer(
                        exchange,
                        200,
                        row("CAFE", "90", "758") + row("WARDS", "1,200", "640") + row("ESTHER", "80", "1,024")));

        assertThat(pages.largest()).isEqualTo(new Pages.Listed("ESTHER", 1_024));
    }

    private static String row(String caseCode, String people, String entries) {
        return """
                <tr><td><a class="fw-semibold" href="/cases/%s?trueAt=">Title</a></td>
                    <td class="text-end">%s</td>
                    <td class="text-end">%s</td></tr>
                """.formatted(caseCode, people, entries);
    }

    private static void answer(HttpExchange exchange, int status, String page) throws IOException {
        try (exchange) {
            var bytes = page.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
