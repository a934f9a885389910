package org.fieldledger.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.access.Accounts;
import org.fieldledger.access.Role;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.projection.Projections;
import org.fieldledger.store.EventLog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An ethics officer, or somebody of another role, who asks a running store over HTTP, once every projection has read all there is. */
public final class OfficerAsking {

    private final String address;
    private final String authorization;
    private final Set<String> asked = new TreeSet<>();
    private final HttpClient http = HttpClient.newHttpClient();

    public OfficerAsking(RunningApplication store) {
        this(store, Role.ETHICS_OFFICER);
    }

    public OfficerAsking(RunningApplication store, Role role) {
        address = RunningStore.address(store);
        var accounts = store.context().getBean(Accounts.class);
        var name = role.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var password = accounts.readablePassword();
        accounts.createForDemonstration(name, new ResearcherCode(name), role, password);
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        var head = store.context().getBean(EventLog.class).head();
        for (var projection : store.context().getBean(Projections.class).all())
            if (!store.context().getBean(Checkpoints.class).await(projection.name(), head, Duration.ofSeconds(60)))
                throw new AssertionError(projection.name() + " has not read the log within a minute");
    }

    /** The rows of an answer; none where nothing is known of what was asked about. */
    public List<JsonNode> items(String path, Map<String, ?> narrowedBy) {
        return rows(path, narrowedBy)
                .map(answer -> answer.path("items").valueStream().toList())
                .orElse(List.of());
    }

    /** Every path that was asked for rows so far. */
    public Set<String> asked() {
        return asked;
    }

    /** The whole answer. */
    public JsonNode answer(String path, Map<String, ?> narrowedBy) {
        return rows(path, narrowedBy).orElseThrow(() -> new AssertionError(path + " answers nothing"));
    }

    /** An answer in lines, each an object of its own. */
    public Stream<JsonNode> lines(String path) {
        var reply = send(address + path);
        if (reply.statusCode() != 200) throw new AssertionError(path + " was answered " + reply.body());
        return reply.body().lines().map(JsonMapper.shared()::readTree);
    }

    /** An answer as a form of its own, with its headers. */
    public HttpResponse<String> whole(String path, Map<String, ?> narrowedBy, String accept) {
        var address = address(path, narrowedBy);
        var reply = send(address, "Accept", accept);
        if (reply.statusCode() != 200) throw new AssertionError(address + " was answered " + reply.body());
        return reply;
    }

    /** A page as it is shown; none where nothing is known of what it is about. */
    public Optional<String> page(String path, Map<String, ?> narrowedBy) {
        var address = address(path, narrowedBy);
        var reply = send(address, "Accept", "text/html");
        if (reply.statusCode() == 404) return Optional.empty();
        if (reply.statusCode() != 200) throw new AssertionError(address + " was answered " + reply.body());
        return Optional.of(reply.body());
    }

    private String address(String path, Map<String, ?> narrowedBy) {
        return narrowedBy.entrySet().stream()
                .map(one ->
                        one.getKey() + "=" + URLEncoder.encode(String.valueOf(one.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", address + path + "?", ""));
    }

    private Optional<JsonNode> rows(String path, Map<String, ?> narrowedBy) {
        asked.add(path);
        var address = address(path, narrowedBy);
        var reply = send(address);
        if (reply.statusCode() == 404) return Optional.empty();
        if (reply.statusCode() != 200) throw new AssertionError(address + " was answered " + reply.body());
        return Optional.of(JsonMapper.shared().readTree(reply.body()));
    }

    /** What is answered under this address, whatever it is. */
    public byte[] bytes(String path, String accept) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", authorization)
                .header("Accept", accept)
                .build();
        try {
            var reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (reply.statusCode() != 200)
                throw new AssertionError(path + " was answered " + new String(reply.body(), StandardCharsets.UTF_8));
            return reply.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String asked, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(asked)).header("Authorization", authorization);
        if (headers.length > 0) request.headers(headers);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
