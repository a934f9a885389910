package org.fieldledger.command.policy;

import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Erasures;
import org.fieldledger.vault.Vault;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The policies, for whoever brings them up to date: the watch while the application is served, or a command at its end. */
@Configuration(proxyBeanMethods = false)
public class Policies {

    @Bean
    Erasures erasures(EventLog log, DataSource database, Vault vault) {
        return new Erasures(database, log, vault);
    }

    @Bean
    WhenCoverWasTakenAwayLate whenCoverWasTakenAwayLate(
            EventLog log, Desk desk, DataSource database, MeterRegistry meters) {
        return new WhenCoverWasTakenAwayLate(log, desk, database, meters);
    }
}
