package org.fieldledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AskedTest {

    @Test
    void a_scale_and_a_number_of_events_hold_wherever_the_form_is_named() {
        assertThat(Asked.of("--scale", "7", "--stored", "900", "--only", "pages", "--laptop"))
                .isEqualTo(new Asked(Size.LAPTOP.storing(900).scaled(7), "pages", Path.of("figures.json")));
        assertThat(Asked.of()).isEqualTo(new Asked(Size.FULL, "", Path.of("figures.json")));
    }

    @Test
    void what_cannot_be_understood_is_told() {
        assertThatThrownBy(() -> Asked.of("--fast")).hasMessage("not understood: --fast");
        assertThatThrownBy(() -> Asked.of("--only", "sheets")).hasMessage("there is no part called sheets");
        assertThatThrownBy(() -> Asked.of("--scale", "0")).hasMessage("--scale counts from 1, and was 0");
        assertThatThrownBy(() -> Asked.of("--quick", "--json")).hasMessage("--json of what?");
    }
}
