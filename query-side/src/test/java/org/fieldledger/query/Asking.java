package org.fieldledger.query;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.query.projection.Projection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The query side running on a ledger, asked over HTTP as anybody would, with nothing forbidden unless a test says so. */
public final class Asking implements AutoCloseable {

    private final ConfigurableApplicationContext application;
    private final Ledger ledger;
    private final HttpClient http = HttpClient.newHttpClient();

    public Asking(Ledger ledger, Projection... more) {
        this(ledger, Optional.empty(), more);
    }

    /** With beans of the test's own beside those of the program. */
    public Asking(Ledger ledger, Consumer<GenericApplicationContext> beside) {
        this(ledger, Optional.empty(), beside);
    }

    public Asking(Ledger ledger, Optional<Set<CaseCode>> visible, Projection... more) {
        this(ledger, visible, beans -> {
            for (var projection : more) beans.registerBean(Projection.class, () -> projection);
        });
    }

    private Asking(Ledger ledger, Optional<Set<CaseCode>> visible, Consumer<GenericApplicationContext> beside) {
        this.ledger = ledger;
        this.application = QuerySideApplication.application(EverythingOpen.class)
                .initializers(context -> {
                    var beans = (GenericApplicationContext) context;
                    beans.registerBean(DataSource.class, ledger::database);
                    beans.registerBean(CaseAccess.class, () -> new Seeing(visible), bean -> bean.setPrimary(true));
                    beside.accept(beans);
                })
                .run(
                        "--server.port=0",
                        "--fieldledger.master-key-file=target/master.key",
                        "--server.address=127.0.0.1",
                        "--management.endpoint.health.show-details=always");
    }

    /** An answer: its status and its JSON. */
    public record Reply(int status, JsonNode json) {}

    /** Asks as of at least everything recorded so far, again for a minute where it is told to come back in a moment. */
    public JsonNode get(String path) {
        var asked = path + (path.contains("?") ? "&" : "?") + "atLeastPosition="
                + ledger.log().head();
        var reply = await().atMost(Duration.ofMinutes(1)).until(() -> reply(asked), answer -> answer.status() != 503);
        if (reply.status() != 200) throw new AssertionError(path + " was answered " + reply);
        return reply.json();
    }

    public Reply reply(String path) {
        var raw = send(HttpRequest.newBuilder(address(path)).build());
        return new Reply(raw.statusCode(), JsonMapper.shared().readTree(raw.body()));
    }

    public HttpResponse<String> raw(String path, String accept) {
        return send(
                HttpRequest.newBuilder(address(path)).header("Accept", accept).build());
    }

    public HttpResponse<byte[]> bytes(String path) {
        return send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> post(String path) {
        return send(HttpRequest.newBuilder(address(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    public <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return application.getBean(name, type);
    }

    private URI address(String path) {
        var port = application.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    private <B> HttpResponse<B> send(HttpRequest request, HttpResponse.BodyHandler<B> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        application.close();
        http.close();
    }

    private record Seeing(Optional<Set<CaseCode>> visibleCases) implements CaseAccess {
        @Override
        public void require(CaseCode caseCode) {
            if (visibleCases.isPresent() && !visibleCases.get().contains(caseCode)) throw new AccessDenied(caseCode);
        }
    }

    /** Without a stereotype, so that only those who name it get it. */
    static class EverythingOpen {
        /** Before the door, so that the door is never reached. */
        @Bean
        @Order(0)
        SecurityFilterChain open(HttpSecurity http) throws Exception {
            return http.securityMatcher(request -> true)
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }
}
