package org.fieldledger.query.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.fieldledger.query.Asking;

/** A page that lists entries, as it came; what it lists is known by each entry's number in the log. */
record ListedPage(String html) {

    private static final Pattern POSITION = Pattern.compile("no\\. <span>(\\d+)</span>");

    static ListedPage shown(Asking asking, String path) {
        var answer = asking.raw(path, "text/html");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new ListedPage(answer.body());
    }

    List<Long> positions() {
        return POSITION.matcher(html)
                .results()
                .map(found -> Long.parseLong(found.group(1)))
                .toList();
    }
}
