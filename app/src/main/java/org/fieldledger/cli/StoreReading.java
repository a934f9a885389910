package org.fieldledger.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Vault;

/** A store that is there, read on its log alone, which needs no application. Good for the time of the work on it. */
record StoreReading(EventLog log, DataSource database, Path masterKeyFile) {

    private static final int CONNECTIONS = 6;

    /** What is done on a store while it is open. */
    interface Work<T> {
        T on(StoreReading store) throws IOException;
    }

    /**
     * Opens the store, does the work on it and closes it again.
     *
     * @throws org.fieldledger.embedded.StartRefused in one sentence, when there is no store or it cannot be had
     */
    static <T> T with(StoreOptions options, Consumer<String> say, Work<T> work) throws IOException {
        try (var store = options.openExisting(say);
                var database = store.pool(CONNECTIONS)) {
            StoreSetup.open(database, StoreKind.ORDINARY);
            try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
                return work.on(new StoreReading(log, database, store.masterKeyFile()));
            }
        }
    }

    /** What opens what is personal in it. */
    Vault vault() {
        return Vault.open(database, masterKeyFile);
    }
}
