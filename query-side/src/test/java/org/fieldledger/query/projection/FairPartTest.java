package org.fieldledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many ranges each process is due. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FairPartTest {

    @ParameterizedTest
    @CsvSource({"7,1,7", "7,2,4 3", "7,3,3 2 2", "2,3,1 1 0", "12,5,3 3 2 2 2"})
    void what_there_is_to_do_is_shared_evenly(int ranges, int processes, String parts) {
        var shared = new ArrayList<String>();
        for (var place = 0; place < processes; place++) shared.add("" + Claims.fairPart(ranges, processes, place));

        assertThat(String.join(" ", shared)).isEqualTo(parts);
    }
}
