package org.fieldledger.query.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The two times of a page, as they were asked for, and the addresses of the same page at others.
 *
 * @param query what else the question says, already in the form of an address; empty for nothing
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

    private String address(@Nullable String newTrueAt, @Nullable String newKnownAt) {
        var address = UriComponentsBuilder.fromPath(path).query(query);
        if (!blank(newTrueAt)) address.queryParam("trueAt", newTrueAt);
        if (!blank(newKnownAt)) address.queryParam("knownAt", newKnownAt);
        return address.encode().toUriString();
    }

    private static boolean blank(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
