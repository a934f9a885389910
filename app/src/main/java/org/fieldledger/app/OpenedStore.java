package org.fieldledger.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreIdentity;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Vault;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store this process works on: what it is, its log, and its clock. */
@Configuration(proxyBeanMethods = false)
class OpenedStore {

    /** Before the reference programme begins. */
    private static final Instant DEMONSTRATION_BEGINS = Instant.parse("2018-12-01T08:00:00Z");

    /** A new store becomes what is wanted; an existing one stays what it is. */
    @Bean
    StoreIdentity storeIdentity(DataSource database, @Value("${fieldledger.store-kind:ordinary}") StoreKind wanted) {
        return StoreSetup.open(database, wanted);
    }

    /**
     * The store's clock. A demonstration that is to be loaded lives through its years in simulated time; every other store,
     * and a demonstration once it is loaded, in real time.
     */
    @Bean
    Clock recordingClock(StoreIdentity store, @Value("${fieldledger.demonstration.load:false}") boolean load) {
        return store.kind() == StoreKind.DEMONSTRATION && load
                ? new DemonstrationClock(DEMONSTRATION_BEGINS)
                : Clock.systemUTC();
    }

    /** After the store, so that an empty database is refused in the store's own words. */
    @Bean
    Vault vault(DataSource database, StoreIdentity store, @Value("${fieldledger.master-key-file}") Path masterKeyFile) {
        return Vault.open(database, masterKeyFile);
    }

    @Bean(destroyMethod = "close")
    EventLog eventLog(DataSource database, StoreIdentity store, Clock clock, MeterRegistry meters) {
        return EventLog.open(database, clock, meters);
    }
}
