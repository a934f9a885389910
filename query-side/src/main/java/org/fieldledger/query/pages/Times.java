package org.fieldledger.query.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * The two times of a page, as they were asked for, and the addresses of the same page at others.
 *
 * @param query what else the question says, already encoded for an address; empty for nothing
 * @param years the years about which there is something to ask
 */
public record Times(
        String path, @Nullable String trueAt, @Nullable String knownAt, String query, List<Integer> years) {

    public boolean latest() {
        return blank(trueAt) && blank(knownAt);
    }

    public String now() {
        return address(null, null);
    }

    /** The same day in the field, as far as is known now. */
    public String knownNow() {
        return address(trueAt, null);
    }

    /** The same day in the field, as far as was known that very day. */
    public String knownThen() {
        return address(trueAt, trueAt);
    }

    public String endOf(int year) {
        return address(year + "-12-31", knownAt);
    }

    public boolean isEndOf(int year) {
        return (year + "-12-31").equals(trueAt);
    }

    /** The same page at the same times with some parts of the question otherwise: name, value, name, value. A blank value leaves it out. */
    public String with(@Nullable String... parts) {
        var address = UriComponentsBuilder.fromUriString(address(trueAt, knownAt));
        for (var i = 0; i < parts.length; i += 2) {
            var value = parts[i + 1];
            if (blank(value)) address.replaceQueryParam(String.valueOf(parts[i]));
            else
                address.replaceQueryParam(
                        String.valueOf(parts[i]), UriUtils.encodeQueryParam(String.valueOf(value), UTF_8));
        }
        return address.build(true).toUriString();
    }

    /** The page of what changed between an earlier day and these times: the day looked at, where there is one. */
    public String changes() {
        var changes = new Times(path + "/changes", trueAt, knownAt, query, years);
        return changes.with("history", null, "since", blank(knownAt) ? trueAt : null);
    }

    /** Of a page of what changed, the timeline itself. */
    public String whole() {
        return new Times(path.replaceFirst("/changes$", ""), trueAt, knownAt, query, years)
                .with("since", null, "sinceTrueAt", null);
    }

    private String address(@Nullable String newTrueAt, @Nullable String newKnownAt) {
        var address = UriComponentsBuilder.fromPath(path).query(query);
        put(address, "trueAt", newTrueAt);
        put(address, "knownAt", newKnownAt);
        return address.build(true).toUriString();
    }

    private static void put(UriComponentsBuilder address, String name, @Nullable String value) {
        if (!blank(value)) address.queryParam(name, UriUtils.encodeQueryParam(String.valueOf(value), UTF_8));
    }

    private static boolean blank(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
