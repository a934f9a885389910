package org.fieldledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.fieldledger.store.Ledger.append;
import static org.fieldledger.store.Ledger.event;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What a store is, it stays; and only a demonstration lives by an invented clock. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoreSetupTest {

    private static final Instant START = Instant.parse("2019-01-07T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    @Test
    void a_store_keeps_the_kind_it_was_created_with_whatever_is_wanted_later() throws Exception {
        try (var ledger = new Ledger(StoreKind.DEMONSTRATION)) {
            var created = StoreSetup.open(ledger.source(), StoreKind.DEMONSTRATION);

            assertThat(StoreSetup.open(ledger.source(), StoreKind.ORDINARY)).isEqualTo(created);
            assertThat(ledger.open().identity()).isEqualTo(created);
            assertThat(created.kind()).isEqualTo(StoreKind.DEMONSTRATION);
        }
    }

    @Test
    void an_ordinary_store_refuses_a_simulated_clock() throws Exception {
        try (var ledger = new Ledger(StoreKind.ORDINARY)) {
            assertThatExceptionOfType(SimulatedClockRefused.class)
                    .isThrownBy(() -> ledger.open(new DemonstrationClock(START)));
        }
    }

    @Test
    void a_demonstration_lives_through_its_years_and_then_goes_over_to_real_time() throws Exception {
        try (var ledger = new Ledger(StoreKind.DEMONSTRATION)) {
            var clock = new DemonstrationClock(START, Clock.fixed(NOW, ZoneOffset.UTC));
            var log = ledger.open(clock);

            assertThat(log.append(append(event("a", 0))).recordedAt()).isEqualTo(START);
            clock.advance(START.plusSeconds(3600));
            assertThat(log.append(append(event("a", 1))).recordedAt()).isEqualTo(START.plusSeconds(3600));
            clock.advance(START);
            assertThat(clock.instant()).isEqualTo(START.plusSeconds(3600));
            clock.handOver();
            clock.advance(START.plusSeconds(7200));
            assertThat(log.append(append(event("a", 2))).recordedAt()).isEqualTo(NOW);
        }
    }
}
